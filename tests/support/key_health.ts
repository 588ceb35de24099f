/**
 * The health of keys under a clock moved by hand, with what it logs.
 *
 * @module
 */
import assert from "node:assert/strict";
import { DEFAULT_ATTEMPT_POLICY } from "../../lib/gateway/attempt_policy.ts";
import type { DirectoryParts } from "../../lib/gateway/build_directory.ts";
import type { UsableKey } from "../../lib/gateway/directory.ts";
import type { Failure, FailureKind } from "../../lib/gateway/failure.ts";
import { KeyHealth } from "../../lib/gateway/key_health.ts";
import type { Target } from "../../lib/gateway/target.ts";
import { directoryOf, usableKey } from "./gateway.ts";
import { HandClock } from "./hand_clock.ts";

/** Health of keys that nobody has used yet. */
export function keyHealth(clock = new HandClock(), said: string[] = []): KeyHealth {
  const note = (message: string) => void said.push(message);
  const log = { debug() {}, info: note, warn: note, error: note };
  return new KeyHealth({ policy: () => DEFAULT_ATTEMPT_POLICY, clock, log });
}

/** A failure of a kind. */
export function failure(kind: FailureKind, more: Partial<Failure> = {}): Failure {
  return { kind, status: 500, reason: kind, retryAfterMs: null, forbidsRetry: false, ...more };
}

/** A target at OpenAI, or at a provider of the given directory. */
export function targetOf(
  key: Partial<UsableKey> | null = {},
  upstreamModel = "m",
  { provider = "openai", parts = {} }: {
    readonly provider?: string;
    readonly parts?: Partial<DirectoryParts>;
  } = {},
): Target {
  const entry = directoryOf(parts).providers.get(provider);
  assert.ok(entry, `no provider ${provider}`);
  return { entry, upstreamModel, key: key === null ? null : usableKey(key) };
}
