import assert from "node:assert/strict";
import { requestJson } from "../../../lib/admin/log_json.ts";
import { bodyText, LOG_COLUMNS, requestText } from "../../../lib/cli/log_rows.ts";
import { tableLines } from "../../../lib/cli/table.ts";
import { requestRecord } from "../../support/test_store.ts";

function logged(change: Parameters<typeof requestRecord>[0] = {}) {
  const bodies = { requestBody: null, responseBody: null, responseText: null };
  return { record: requestRecord(change), seq: 1, bodyState: "kept", ...bodies } as const;
}

Deno.test("LOG_COLUMNS show one request in a line, unknown numbers as a dash", () => {
  const rows = [
    logged({ promptTokens: 12, completionTokens: 345 }),
    logged({ provider: "", modelRequested: "nope", outcome: "refused", costNanoUsd: null }),
  ];
  const [, first, second] = tableLines(LOG_COLUMNS, rows).map((line) => line.split(/ {2,}/));
  const id = rows[0]!.record.id;
  assert.deepEqual(first, [
    "2023-11-14 22:13:20",
    "openai/gpt-4o-2024-08-06",
    "200 complete",
    ...["12", "345", "12", "0.0042", id],
  ]);
  assert.deepEqual(second?.slice(1), ["nope", "200 refused", "-", "-", "12", "-", id]);
});

Deno.test("LOG_COLUMNS note several attempts, losses of translation and estimated costs", () => {
  const attempt = {
    provider: "openai",
    model: "gpt-4o",
    keyId: null,
    keyLabel: null,
    startedAfterMs: 0,
    durationMs: 1,
    status: 200,
    outcome: "answered",
    reason: null,
  } as const;
  const warning = { kind: "dropped", field: "seed", message: "Not known there." } as const;
  const cases: [change: Parameters<typeof logged>[0], usd: string, notes: string | undefined][] = [
    [{ attempts: [attempt] }, "0.0042", undefined],
    [{ isUsageEstimated: true }, "~0.0042", undefined],
    [{ isUsageEstimated: true, costNanoUsd: null }, "-", undefined],
    [{ attempts: [attempt, attempt] }, "0.0042", "2 attempts"],
    [{ warnings: [warning] }, "0.0042", "1 warning"],
    [
      { attempts: [attempt, attempt, attempt], warnings: [warning, warning] },
      "0.0042",
      "3 attempts, 2 warnings",
    ],
  ];
  for (const [change, usd, notes] of cases) {
    const [, line = ""] = tableLines(LOG_COLUMNS, [logged(change)]);
    const cells = line.split(/ {2,}/);
    assert.deepEqual([cells[6], cells[8]], [usd, notes]);
  }
});

Deno.test("LOG_COLUMNS make lines of one width, so that following lines stand below each other", () => {
  const short = tableLines(LOG_COLUMNS, [logged({ modelUsed: "a" })])[1]!;
  const long = tableLines(LOG_COLUMNS, [logged({ promptTokens: 99_999, latencyMs: 12_345 })])[1]!;
  assert.equal(short.length, long.length);
});

Deno.test("requestText shows the fields that are set", () => {
  const lines = requestText(
    requestJson(logged({ errorMessage: "a\u001b[31mb", tags: { x: "y" } })),
  );
  const shown = lines.map((line) => line.split(/ {2,}/));
  assert.deepEqual(shown.find(([name]) => name === "error_message")?.[1], "a [31mb");
  assert.deepEqual(shown.find(([name]) => name === "tags")?.[1], '{"x":"y"}');
  assert.ok(!lines.some((line) => line.includes("null") || line.startsWith("attempts")));
});

Deno.test("bodyText indents JSON and lets nothing steer the terminal", () => {
  const request = { ...logged(), requestBody: '{"a":1}', responseBody: "x\u001b[2J\ty\nz\u009b" };
  assert.deepEqual(bodyText(request), [
    "",
    "Request:",
    '{\n  "a": 1\n}',
    "",
    "Response:",
    "x�[2J\ty\nz�",
  ]);
  assert.deepEqual(bodyText(logged()), []);
});
