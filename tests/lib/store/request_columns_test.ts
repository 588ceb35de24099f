import assert from "node:assert/strict";
import fc from "fast-check";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";
import { fromColumns, toColumns } from "../../../lib/store/request_columns.ts";
import { decisionOf } from "../../support/decision.ts";
import { requestRecord } from "../../support/test_store.ts";

Deno.test("toColumns names every field of a record, snake case, and keeps its value", () => {
  const columns = toColumns(requestRecord({ tags: { team: "a" }, stream: true }), "kept");

  assert.equal(Object.keys(columns).length, Object.keys(requestRecord()).length + 1);
  assert.equal(columns.stream, 1);
  assert.equal(columns.tags, '{"team":"a"}');
  assert.equal(columns.cost_nano_usd, 4_200_000);
  assert.equal(columns.body_state, "kept");
});

Deno.test("toColumns writes a dollar amount that a provider reports as nano-dollars", () => {
  const columns = toColumns(requestRecord({ reportedCostUsd: 0.000_012_345 }), "none");

  assert.equal(columns.reported_cost_nano_usd, 12_345);
});

Deno.test("toColumns makes integers of doubtful numbers instead of losing the row", () => {
  const table: [Partial<RequestRecord>, string, number | null][] = [
    [{ latencyMs: 1.6 }, "latency_ms", 2],
    [{ latencyMs: NaN }, "latency_ms", 0],
    [{ overheadUs: Infinity }, "overhead_us", 0],
    [{ ttftMs: NaN }, "ttft_ms", null],
    [{ promptTokens: 1e300 }, "prompt_tokens", Number.MAX_SAFE_INTEGER],
    [{ promptTokens: -1e300 }, "prompt_tokens", -Number.MAX_SAFE_INTEGER],
    [{ complexityScore: Infinity }, "complexity_score", null],
    [{ complexityScore: 0.25 }, "complexity_score", 0.25],
  ];
  for (const [change, column, expected] of table) {
    const columns: Record<string, unknown> = { ...toColumns(requestRecord(change), "none") };
    assert.equal(columns[column], expected, JSON.stringify(change));
  }
});

Deno.test("fromColumns gives back the record that toColumns was given", () => {
  const count = fc.option(fc.nat());
  const change = fc.record({
    id: fc.uuid(),
    modelRequested: fc.string(),
    stream: fc.boolean(),
    errorMessage: fc.option(fc.string()),
    tags: fc.option(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true })),
    promptTokens: count,
    cachedTokens: count,
    costNanoUsd: count,
    complexityScore: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    decision: fc.option(fc.constant(decisionOf())),
  });
  fc.assert(fc.property(change, (fields) => {
    const record = requestRecord(fields);
    assert.deepEqual(fromColumns(toColumns(record, "none")), record);
  }));
});
