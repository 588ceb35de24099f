import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { streamItem } from "../../../../lib/formats/openai_responses/stream_items.ts";

function item(begun: JsonObject) {
  const events: StreamEvent[] = [];
  let next = 0;
  return { events, item: streamItem(begun, (event) => events.push(event), () => next++) };
}
const AT = { choice: 0, part: 0 };

Deno.test("streamItem adds what the fragments of a text left out", () => {
  const { events, item: message } = item({ type: "message" });
  const annotation = { type: "url_citation", url: "https://x.test" };

  message.push("response.output_text.delta", { content_index: 0, delta: "Hel" });
  message.push("response.output_text.done", { content_index: 0, text: "Hello" });
  message.done({
    type: "message",
    phase: "final_answer",
    content: [{ type: "output_text", text: "Hello", annotations: [annotation] }],
  });

  assert.deepEqual(events.map(({ type }) => type), [
    "part_start",
    "delta",
    "delta",
    "citation",
    "part_end",
  ]);
  assert.deepEqual(events.at(-1), {
    type: "part_end",
    ...AT,
    extra: { format: "openai_responses", fields: { phase: "final_answer" } },
  });
});

Deno.test("streamItem tells log probabilities once, with the fragments or at the end", () => {
  const one = { token: "Hi", logprob: -1 };
  for (const early of [[one], []]) {
    const { events, item: message } = item({ type: "message" });
    message.push("response.output_text.delta", { delta: "Hi", logprobs: early });
    message.push("response.output_text.done", { text: "Hi", logprobs: [one] });

    assert.deepEqual(events.filter(({ type }) => type === "logprobs"), [
      { type: "logprobs", choice: 0, value: { content: [one] } },
    ]);
  }
});

Deno.test("streamItem joins the parts of a summary and ends them with the proof", () => {
  const { events, item: reasoning } = item({ type: "reasoning" });
  const delta = (summary_index: number, text: string) =>
    reasoning.push("response.reasoning_summary_text.delta", { summary_index, delta: text });

  delta(0, "A");
  delta(1, "B");
  reasoning.done({
    type: "reasoning",
    id: "rs_1",
    summary: [{ text: "A" }, { text: "B" }],
    encrypted_content: "enc",
  });

  assert.deepEqual(events, [
    { type: "part_start", ...AT, kind: "reasoning", isSummary: true },
    { type: "delta", ...AT, text: "A" },
    { type: "delta", ...AT, text: "\n\n" },
    { type: "delta", ...AT, text: "B" },
    {
      type: "part_end",
      ...AT,
      proof: {
        format: "openai_responses",
        value: { id: "rs_1", encrypted_content: "enc" },
      },
    },
  ]);
});

Deno.test("streamItem waits for the name of a call", () => {
  const { events, item: call } = item({ type: "function_call" });
  call.push("response.function_call_arguments.delta", { delta: "{}" });
  assert.deepEqual(events, []);

  call.done({ type: "function_call", call_id: "c1", name: "f", arguments: '{"a":1}' });

  assert.deepEqual(events, [
    {
      type: "part_start",
      ...AT,
      kind: "tool_call",
      call: { id: "c1", name: "f", kind: "function" },
    },
    { type: "delta", ...AT, text: '{"a":1}' },
    { type: "part_end", ...AT },
  ]);
});

Deno.test("streamItem passes items of OpenAI's own tools on as a whole", () => {
  const value = { type: "web_search_call", id: "ws_1", status: "completed" };
  const { events, item: search } = item({ type: "web_search_call" });

  search.push("response.web_search_call.searching", {});
  search.abandon();
  search.done(value);

  assert.deepEqual(events, [{
    type: "whole_part",
    ...AT,
    value: { type: "foreign", format: "openai_responses", value },
  }]);
});
