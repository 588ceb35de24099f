/**
 * Writes attempts down on the draft.
 *
 * @module
 */
import type { AttemptOutcome, AttemptRecord } from "../domain/attempt.ts";
import { clip } from "./clip.ts";
import type { Draft } from "./draft.ts";
import type { Resolved } from "./resolve.ts";
import type { Target } from "./target.ts";

/** What became of one attempt. Times are monotonic ms. */
export interface AttemptEnd {
  readonly sentMs: number;
  /** When its headers came or it failed. */
  readonly knownMs: number;
  readonly status: number | null;
  readonly outcome: AttemptOutcome;
  readonly reason: string | null;
}

/** Notes an attempt; returns its place in the list. */
export function recordAttempt(
  draft: Draft,
  { entry, upstreamModel, key }: Target,
  end: AttemptEnd,
) {
  return draft.attempts.push({
    provider: entry.provider.id,
    model: clip(upstreamModel),
    keyId: key?.id ?? null,
    keyLabel: key?.label ?? null,
    startedAfterMs: Math.round(end.sentMs - draft.marks.arrivedMs),
    durationMs: Math.round(end.knownMs - end.sentMs),
    status: end.status,
    outcome: end.outcome,
    // Cut where the row is written: half a secret would not be known for one.
    reason: end.reason,
  }) - 1;
}

/** Notes a model that was passed over. */
export function recordSkipped(draft: Draft, model: Resolved, reason: string, nowMs: number): void {
  const key = model.entry.keys.length === 1 ? model.entry.keys[0] ?? null : null;
  const outcome = "skipped";
  const times = { sentMs: nowMs, knownMs: nowMs };
  recordAttempt(draft, { ...model, key }, { ...times, status: null, outcome, reason });
}

/** What was noted turned out otherwise. */
export function amendAttempt(draft: Draft, place: number, change: Partial<AttemptRecord>): void {
  const record = draft.attempts[place];
  if (record !== undefined) draft.attempts[place] = { ...record, ...change };
}
