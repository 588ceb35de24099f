import assert from "node:assert/strict";
import { DEFAULT_ATTEMPT_POLICY } from "../../../lib/gateway/attempt_policy.ts";
import type { FailureKind } from "../../../lib/gateway/failure.ts";
import { restAfter } from "../../../lib/gateway/rest.ts";
import { failure } from "../../support/key_health.ts";

const DAY_MS = 86_400_000;
type Expected = [ms: number, isWholeKey: boolean, isBinding: boolean] | null;

const cases: [kind: FailureKind, askedMs: number | null, rest: Expected][] = [
  ["authentication", null, [300_000, true, false]],
  ["permission", null, [300_000, false, false]],
  ["quota", null, [600_000, true, false]],
  ["quota", 1000, [600_000, true, false]],
  ["quota", 3_600_000, [3_600_000, true, true]],
  ["rate_limit", null, [1000, false, false]],
  ["rate_limit", 20, [20, false, false]],
  ["rate_limit", 30_001, [30_001, false, true]],
  ["rate_limit", 10 * DAY_MS, [DAY_MS, false, true]],
  ["overloaded", 5000, [5000, false, false]],
  ["overloaded", null, null],
  ["server", 5000, [5000, false, false]],
  ["server", null, null],
  ["timeout", null, null],
  ["unreachable", null, null],
  ["invalid_request", 5000, null],
];
for (const [kind, retryAfterMs, expected] of cases) {
  Deno.test(`restAfter ${kind} with a wait of ${retryAfterMs} is ${expected}`, () => {
    const rest = restAfter(failure(kind, { retryAfterMs }), DEFAULT_ATTEMPT_POLICY.rest, 50);

    const found = rest && [rest.untilMs - rest.sinceMs, rest.isWholeKey, rest.isBinding];
    assert.deepEqual(found, expected);
  });
}
