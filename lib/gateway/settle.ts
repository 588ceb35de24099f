/**
 * Closes a request: works out what it used and cost, and hands its row to the recorder.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type Cost, UNPRICED } from "../domain/money.ts";
import type { Outcome } from "../domain/request_record.ts";
import { NO_USAGE, type Usage } from "../domain/usage.ts";
import type { Draft, Ending } from "./draft.ts";
import type { Permit } from "./key_health.ts";
import type { GatewayParts } from "./parts.ts";

/** Writes rows: one for each draft, for its first ending. */
export class Settler {
  constructor(private readonly parts: GatewayParts) {}

  /** What the usage of this request costs; unpriced when it never reached a provider. */
  cost(draft: Draft, usage: Usage, modelUsed: string | null): Cost {
    if (draft.attempted === null) return UNPRICED;
    const { priceId, upstreamModel } = draft.attempted;
    const { prices } = this.parts;
    const asAnswered = modelUsed === null
      ? UNPRICED
      : prices.cost(priceId, modelUsed, usage, draft.startedAtMs);
    return asAnswered.nanoUsd === null
      ? prices.cost(priceId, upstreamModel, usage, draft.startedAtMs)
      : asAnswered;
  }

  /** Hands the row over. Never throws: the answer matters more than its row. */
  close(draft: Draft, ending: Ending): void {
    if (draft.isSettled) return;
    draft.isSettled = true;
    const { recorder, metrics, clock, settings } = this.parts;
    const { logPrompts, logResponses } = settings();
    const usage = ending.usage ?? NO_USAGE;
    const cost = ending.cost ?? this.cost(draft, usage, ending.modelUsed ?? null);
    const finished = draft.close({ ...ending, cost }, clock.monotonic());
    recorder.record({
      record: finished.record,
      requestBody: logPrompts ? finished.requestBody : null,
      responseBody: logResponses ? finished.responseBody : null,
    });
    metrics.requestFinished(finished.record);
    if (draft.permit !== null) this.#reportEnd(draft.permit, ending);
  }

  /** An answer that had begun well may still have broken off. */
  #reportEnd(permit: Permit, { outcome, errorCode, errorMessage }: Ending): void {
    if (outcome === "caller_gone" || errorCode === "shutting_down") return;
    const problem = outcome === "complete" ? null : errorMessage ?? "The answer broke off.";
    this.parts.keyHealth.ended(permit, problem);
  }

  /** Closes a request that ends with an error of ours. */
  fail(draft: Draft, error: FlowError): void {
    const reached = draft.marks.sentMs !== null;
    const outcome: Outcome = error.code === "caller_gone"
      ? "caller_gone"
      : reached
      ? "failed"
      : "refused";
    if (error.logLevel === "error") {
      this.parts.log.error(error.message, {
        requestId: draft.id,
        code: error.code,
        cause: error.cause,
      });
    }
    this.close(draft, {
      outcome,
      httpStatus: error.status,
      errorCode: error.code,
      errorMessage: error.message,
    });
  }
}
