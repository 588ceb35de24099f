import assert from "node:assert/strict";
import { durationMs, retryAfterMs } from "../../../../lib/formats/openai_chat/retry_after.ts";

const cases: [what: string, headers: Record<string, string>, body: unknown, ms: number | null][] = [
  ["milliseconds before seconds", { "retry-after-ms": "1500", "retry-after": "9" }, {}, 1500],
  ["seconds", { "retry-after": "2" }, {}, 2000],
  ["fractions of seconds, rounded up", { "retry-after": "0.0001" }, {}, 1],
  ["a wait that nobody would believe", { "retry-after": "999999999" }, {}, null],
  ["nonsense", { "retry-after": "soon" }, {}, null],
  ["Google's RetryInfo", {}, { error: { details: [{}, { retryDelay: "34.4s" }] } }, 34_400],
  [
    "the longer of the limits that are used up",
    {
      "x-ratelimit-reset-requests": "1m0s",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-tokens": "6m0s",
      "x-ratelimit-remaining-tokens": "12",
    },
    {},
    60_000,
  ],
  ["a reset without a count", { "x-ratelimit-reset-tokens": "120ms" }, {}, 120],
  ["nothing", {}, {}, null],
];

for (const [what, headers, body, ms] of cases) {
  Deno.test(`retryAfterMs reads ${what}`, () => {
    assert.equal(retryAfterMs(new Headers(headers), body, true), ms);
  });
}

Deno.test("retryAfterMs takes resets for a wait only when the answer is about a limit", () => {
  const headers = new Headers({ "x-ratelimit-reset-tokens": "6m0s" });

  assert.equal(retryAfterMs(headers, {}, false), null);
});

Deno.test("durationMs reads Go's spelling", () => {
  assert.equal(durationMs("1h2m3.5s"), 3_723_500);
  assert.equal(durationMs("6m0s"), 360_000);
  assert.equal(durationMs("12"), null);
  assert.equal(durationMs(""), null);
});
