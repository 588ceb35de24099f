import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { AnthropicStreamParser } from "../../../../lib/formats/anthropic_messages/parse_stream.ts";

const START = {
  type: "message_start",
  message: {
    id: "msg_1",
    model: "claude",
    content: [],
    usage: { input_tokens: 43, output_tokens: 1, service_tier: "standard" },
  },
};
const open = (index: number, content_block: unknown) => ({
  type: "content_block_start",
  index,
  content_block,
});
const delta = (index: number, value: unknown) => ({
  type: "content_block_delta",
  index,
  delta: value,
});
const close = (index: number) => ({ type: "content_block_stop", index });
const TEXT = [open(0, { type: "text", text: "" }), delta(0, { type: "text_delta", text: "Hi" })];
const DONE = {
  type: "message_delta",
  delta: { stop_reason: "end_turn", stop_sequence: null },
  usage: { output_tokens: 9 },
};
const STOP = { type: "message_stop" };

function run(events: readonly unknown[], isOver = true): StreamEvent[] {
  const parser = new AnthropicStreamParser();
  const read = events.flatMap((event) =>
    parser.push({ type: "message", data: JSON.stringify(event) })
  );
  return [...read, ...(isOver ? parser.end() : [])];
}
const types = (events: readonly StreamEvent[]) => events.map(({ type }) => type);

Deno.test("AnthropicStreamParser reads a stream", () => {
  const events = run([START, { type: "ping" }, ...TEXT, close(0), DONE, STOP]);

  assert.deepEqual(types(events), [
    "start",
    "part_start",
    "delta",
    "part_end",
    "finish",
    "usage",
    "end",
  ]);
  const { usage, serviceTier, choices } = accumulate(events);
  assert.deepEqual([usage?.promptTokens, usage?.completionTokens, serviceTier], [43, 9, "default"]);
  assert.equal(choices[0]?.finish?.reason, "stop");
});

Deno.test("AnthropicStreamParser takes the start's output count for no count", () => {
  const { usage } = accumulate(run([START], false));

  assert.deepEqual([usage?.promptTokens, usage?.completionTokens], [43, null]);
});

Deno.test("AnthropicStreamParser replaces counts and keeps those that are not repeated", () => {
  const corrected = {
    ...DONE,
    usage: { input_tokens: 61, output_tokens: 9, cache_read_input_tokens: null },
  };

  assert.equal(accumulate(run([START, corrected, STOP])).usage?.promptTokens, 61);
});

Deno.test("AnthropicStreamParser closes blocks that never stopped", () => {
  const events = run([START, ...TEXT, DONE, STOP]);

  assert.equal(types(events).filter((type) => type === "part_end").length, 1);
});

Deno.test("AnthropicStreamParser takes a stream with a reason to stop for whole", () => {
  assert.equal(types(run([START, ...TEXT, DONE])).at(-1), "end");
});

Deno.test("AnthropicStreamParser tells of a stream that broke off", () => {
  const last = run([START, ...TEXT]).at(-1);

  assert.ok(last?.type === "error" && last.error.code === "upstream_interrupted");
});

for (
  const error of [
    { type: "error", error: { type: "overloaded_error", message: "Busy." } },
    { error: { type: "overloaded_error", message: "Busy." } },
  ]
) {
  Deno.test(`AnthropicStreamParser ends with the error ${JSON.stringify(error)}`, () => {
    const events = run([START, error, ...TEXT, DONE, STOP]);

    const last = events.at(-1);
    assert.ok(last?.type === "error");
    assert.deepEqual([last.error.kind, last.error.status, last.error.message], [
      "overloaded",
      529,
      "Busy.",
    ]);
    assert.deepEqual(types(events), ["start", "error"]);
  });
}

Deno.test("AnthropicStreamParser keeps what only Anthropic tells, of the start and of the end", () => {
  const usage = { ...START.message.usage, inference_geo: "eu" };
  const end = {
    ...DONE,
    delta: { ...DONE.delta, container: { id: "c" } },
    usage: { output_tokens: 9, server_tool_use: { web_search_requests: 1 } },
    context_management: { applied_edits: [] },
  };

  const { extra } = accumulate(
    run([{ ...START, message: { ...START.message, usage } }, end, STOP]),
  );

  assert.deepEqual(extra?.fields, {
    container: { id: "c" },
    context_management: { applied_edits: [] },
    usage: { inference_geo: "eu", server_tool_use: { web_search_requests: 1 } },
  });
});

Deno.test("AnthropicStreamParser reads content that stands in the start, and one start only", () => {
  const early = { ...START.message, content: [{ type: "text", text: "Early" }] };

  const events = run([
    { type: "message_start", message: early },
    START,
    ...TEXT,
    close(0),
    DONE,
    STOP,
  ]);

  const { choices } = accumulate(events);
  assert.deepEqual(choices[0]?.parts.map((part) => part.type === "text" && part.text), [
    "Early",
    "Hi",
  ]);
});

Deno.test("AnthropicStreamParser never throws and ends once, whatever comes", () => {
  const known = [
    START,
    ...TEXT,
    close(0),
    DONE,
    STOP,
    open(1, { type: "tool_use" }),
    delta(9, {}),
    {
      type: "error",
    },
  ];
  const anything = fc.array(fc.oneof(fc.constantFrom<unknown>(...known), fc.jsonValue()));
  fc.assert(fc.property(anything, (events) => {
    const ends = run(events).filter(({ type }) => type === "end" || type === "error");
    assert.equal(ends.length, 1);
  }));
});
