import assert from "node:assert/strict";
import { retryAfterMs } from "../../../lib/gateway/retry_after.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

const cases: [headers: Record<string, string>, ms: number | null][] = [
  [{}, null],
  [{ "retry-after": "7" }, 7000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after-ms": "120", "retry-after": "1" }, 120],
  [{ "retry-after-ms": "soon", "retry-after": "1" }, 1000],
  [{ "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }, 30_000],
  [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
  [{ "retry-after": "-5x" }, null],
  [{ "retry-after": "tomorrow" }, null],
];
for (const [headers, ms] of cases) {
  Deno.test(`retryAfterMs reads ${JSON.stringify(headers)} as ${ms}`, () => {
    assert.equal(retryAfterMs(new Headers(headers), NOW), ms);
  });
}
