import assert from "node:assert/strict";
import { logDetail, logRow } from "../../../lib/admin/log_rows.ts";
import { requestRecord } from "../../support/test_store.ts";

const request = (body: unknown) => ({
  record: requestRecord(),
  seq: 7,
  bodyState: "kept" as const,
  requestBody: body === null ? null : JSON.stringify(body),
  responseBody: null,
  responseText: "Hello",
});

Deno.test("logRow tells result, cost and time as older clients know them", () => {
  const failed = { ...request(null), record: requestRecord({ outcome: "refused" }) };
  const gone = {
    ...request(null),
    record: requestRecord({ outcome: "caller_gone", costNanoUsd: null }),
  };

  assert.equal(logRow(failed).status, "error");
  const { status, cost_usd, created_at, seq } = logRow(gone);
  assert.deepEqual(
    [status, cost_usd, created_at, seq],
    ["success", null, "2023-11-14T22:13:20.000Z", 7],
  );
});

const BODIES: readonly (readonly [unknown, string, number | null, number | null])[] = [
  [{ messages: ["m"], temperature: 1, max_tokens: 5 }, '["m"]', 1, 5],
  [{ input: "i", max_output_tokens: 6 }, '"i"', null, 6],
  [{ messages: [], max_completion_tokens: 7 }, "[]", null, 7],
  [
    { contents: ["c"], generationConfig: { temperature: 0, maxOutputTokens: 8 } },
    '["c"]',
    0,
    8,
  ],
  ["no object", "[]", null, null],
  [null, "[]", null, null],
];

Deno.test("logDetail reads messages and settings in every format", () => {
  for (const [body, messages, temperature, maxTokens] of BODIES) {
    const detail = logDetail(request(body));

    assert.deepEqual(
      [detail.messages, detail.temperature, detail.max_tokens],
      [messages, temperature, maxTokens],
    );
    assert.deepEqual([detail.response_content, detail.skills_injected], ["Hello", null]);
  }
});
