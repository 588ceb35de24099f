import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  AnthropicStreamRenderer,
  frame,
} from "../../../../lib/formats/anthropic_messages/render_stream.ts";
import { answer, call, context, eventsIn, text } from "../../../support/anthropic.ts";

function run(events: Iterable<StreamEvent>) {
  const renderer = new AnthropicStreamRenderer(context());
  const out = [...events].map((event) => renderer.push(event)).join("");
  return { out, events: eventsIn(out), warnings: renderer.warnings };
}
const types = (events: readonly { readonly type?: unknown }[]) => events.map(({ type }) => type);

const ANSWER = answer([text("Hi"), call("c1", "f", `{"a":1}`)], {
  usage: { ...NO_USAGE, promptTokens: 9, cachedTokens: 4, completionTokens: 3 },
});

Deno.test("AnthropicStreamRenderer frames an answer", () => {
  const { events, warnings } = run(replay(ANSWER));

  assert.deepEqual(types(events), [
    "message_start",
    "ping",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  assert.deepEqual(events.map(({ index }) => index).filter((i) => i !== undefined), [
    ...[0, 0, 0],
    ...[1, 1, 1, 1],
  ]);
  assert.deepEqual(warnings, []);
});

Deno.test("AnthropicStreamRenderer starts with what is known and ends with all counts", () => {
  const { events } = run(replay(ANSWER));

  assert.deepEqual(events[0]?.message, {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  });
  assert.deepEqual(events.at(-2), {
    type: "message_delta",
    delta: { stop_reason: "tool_use", stop_sequence: null },
    usage: { input_tokens: 5, cache_read_input_tokens: 4, output_tokens: 3 },
  });
});

Deno.test("AnthropicStreamRenderer opens a call with an empty piece of its input", () => {
  const { events } = run(replay(ANSWER));

  assert.deepEqual(events.slice(5, 8).map((event) => event.content_block ?? event.delta), [
    { type: "tool_use", id: "c1", name: "f", input: {} },
    { type: "input_json_delta", partial_json: "" },
    { type: "input_json_delta", partial_json: `{"a":1}` },
  ]);
});

Deno.test("AnthropicStreamRenderer ends with an error and nothing after it", () => {
  const error = {
    kind: "overloaded",
    status: 529,
    message: "Busy.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  } as const;
  const half = [...replay(ANSWER)].slice(0, 3);

  const { events } = run([...half, { type: "error", error }, ...replay(ANSWER)]);

  assert.deepEqual(events.at(-1), {
    type: "error",
    error: { type: "overloaded_error", message: "Busy." },
  });
  assert.ok(!types(events).includes("message_stop"));
});

Deno.test("AnthropicStreamRenderer starts by itself where the provider does not", () => {
  const { events } = run([{ type: "end" }]);

  assert.deepEqual(types(events), ["message_start", "ping", "message_delta", "message_stop"]);
});

Deno.test("AnthropicStreamRenderer tells what it cannot write", () => {
  const { warnings } = run([
    { type: "logprobs", choice: 0, value: {} },
    {
      type: "finish",
      choice: 1,
      finish: { reason: "stop", raw: "stop", stopSequence: "X", detail: null },
    },
    { type: "end", extra: { format: "openai_chat", fields: { x_groq: 1 } } },
  ]);

  assert.deepEqual(warnings.map(({ field }) => field), ["logprobs", "x_groq"]);
});

Deno.test("AnthropicStreamRenderer writes Anthropic's own members where they belong", () => {
  const fields = { container: { id: "c" }, context_management: {}, usage: { iterations: 1 } };

  const { events } = run([
    { type: "start", id: null, model: null, createdAt: null, serviceTier: "batch" },
    { type: "end", extra: { format: "anthropic_messages", fields } },
  ]);

  assert.deepEqual(events.at(-2), {
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null, container: { id: "c" } },
    usage: { input_tokens: 0, output_tokens: 0, iterations: 1 },
    context_management: {},
  });
});

Deno.test("frame writes one event", () => {
  assert.equal(frame("ping", { type: "ping" }), `event: ping\ndata: {"type":"ping"}\n\n`);
});

Deno.test("AnthropicStreamRenderer shows the model under the name that the caller must see", () => {
  const renderer = new AnthropicStreamRenderer({ ...context(), shownModel: "mock/claude" });

  const [start] = [...replay(ANSWER)].map((event) => renderer.push(event));

  assert.match(start ?? "", /"model":"mock\/claude"/);
});
