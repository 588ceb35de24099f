import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { deltasOf, usageOf, written } from "../../../support/chat_format.ts";

const start: StreamEvent = { type: "start", id: "msg_1", model: "m", createdAt: 5 };
const text = (words: string, choice = 0): StreamEvent[] => [
  { type: "part_start", choice, part: 0, kind: "text" },
  { type: "delta", choice, part: 0, text: words },
  { type: "part_end", choice, part: 0 },
];
const usage: StreamEvent = {
  type: "usage",
  usage: usageOf({ promptTokens: 1, completionTokens: 2, totalTokens: 3 }),
};
const end: StreamEvent = { type: "end" };

Deno.test("renderStream begins at once, and ends with a reason and [DONE]", () => {
  const begun = written([start]);
  const { text: all, chunks } = written([start, ...text("Hi"), usage, end]);

  assert.equal(deltasOf(begun.chunks)[0]?.role, "assistant");
  assert.deepEqual(deltasOf(chunks).slice(1), [{ content: "Hi" }, {}]);
  assert.ok(all.endsWith('"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'));
});

Deno.test("renderStream tells the counts in a chunk of their own to who asked for them", () => {
  const asked = { stream_options: { include_usage: true } };

  const { chunks } = written([start, ...text("Hi"), usage, end], asked);

  assert.deepEqual(chunks.at(-1)?.choices, []);
  assert.deepEqual(chunks.at(-1)?.usage, {
    prompt_tokens: 1,
    completion_tokens: 2,
    total_tokens: 3,
  });
  assert.equal(chunks.slice(0, -1).every((chunk) => chunk.usage === null), true);
});

Deno.test("renderStream ends with an error and nothing behind it", () => {
  const error: StreamEvent = {
    type: "error",
    error: {
      kind: "overloaded",
      status: 529,
      message: "Overloaded",
      type: "overloaded_error",
      code: null,
      param: null,
      retryAfterMs: null,
    },
  };

  const { text: all } = written([start, ...text("Hi"), error, end]);

  assert.ok(all.endsWith(
    'data: {"error":{"message":"Overloaded","type":"server_error","param":null,' +
      '"code":"overloaded"}}\n\n',
  ));
  assert.equal(all.includes('"finish_reason":"stop"'), false);
});

Deno.test("renderStream ends every choice that has begun", () => {
  const { chunks } = written([start, ...text("a"), ...text("b", 1), end]);

  const reasons = chunks.flatMap((chunk) => chunk.choices as Record<string, unknown>[])
    .filter((choice) => choice.finish_reason !== null)
    .map((choice) => [choice.index, choice.finish_reason]);
  assert.deepEqual(reasons, [[0, "stop"], [1, "stop"]]);
});

Deno.test("renderStream gives an answer without anything in it a whole stream", () => {
  const { chunks } = written([end]);

  assert.deepEqual(deltasOf(chunks).map((delta) => delta.content), [null, "", undefined]);
  assert.equal(chunks[0]?.id, "chatcmpl-new-id");
});

Deno.test("renderStream gives free text calls back that went out as functions", () => {
  const { chunks } = written([
    start,
    {
      type: "part_start",
      choice: 0,
      part: 0,
      kind: "tool_call",
      call: { id: "a", name: "sql", kind: "function" },
    },
    { type: "delta", choice: 0, part: 0, text: '{"input":"SEL' },
    { type: "delta", choice: 0, part: 0, text: 'ECT 1"}' },
    { type: "part_end", choice: 0, part: 0 },
    end,
  ], { tools: [{ type: "custom", custom: { name: "sql" } }] });

  assert.deepEqual(deltasOf(chunks).slice(1, 3), [
    { tool_calls: [{ index: 0, id: "a", type: "custom", custom: { name: "sql", input: "" } }] },
    { tool_calls: [{ index: 0, custom: { input: "SELECT 1" } }] },
  ]);
});
