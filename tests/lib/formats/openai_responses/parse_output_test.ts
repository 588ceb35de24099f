import assert from "node:assert/strict";
import {
  annotationsOf,
  callExtra,
  callOf,
  callText,
  contentExtra,
  contentPart,
  logprobsOf,
  partsOfItem,
} from "../../../../lib/formats/openai_responses/parse_output.ts";

const own = (fields: Record<string, unknown>) => ({ format: "openai_responses", fields });

Deno.test("partsOfItem reads every kind of item", () => {
  const annotation = {
    type: "url_citation",
    url: "https://x.test",
    title: "X",
    start_index: 0,
    end_index: 2,
  };
  const search = { type: "web_search_call", id: "ws_1", status: "completed" };
  const items = [
    {
      type: "message",
      id: "msg_1",
      phase: "final_answer",
      content: [
        { type: "output_text", text: "Hi", annotations: [annotation] },
        { type: "refusal", refusal: "No" },
      ],
    },
    { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "T" }] },
    { type: "function_call", id: "fc_1", call_id: "c1", name: "f", namespace: "n", arguments: "" },
    { type: "custom_tool_call", id: "ctc_1", call_id: "c2", name: "p", input: "x", caller: "me" },
    { type: "image_generation_call", id: "ig_1", status: "completed", result: "AAAA" },
    search,
  ];

  assert.deepEqual(items.flatMap(partsOfItem), [
    {
      type: "text",
      text: "Hi",
      citations: [{
        url: "https://x.test",
        title: "X",
        citedText: null,
        start: 0,
        end: 2,
        raw: own(annotation),
      }],
      extra: own({ phase: "final_answer" }),
    },
    { type: "refusal", text: "No" },
    { type: "reasoning", text: "T", isSummary: true },
    {
      type: "tool_call",
      id: "c1",
      name: "f",
      namespace: "n",
      kind: "function",
      arguments: "{}",
    },
    {
      type: "tool_call",
      id: "c2",
      name: "p",
      kind: "custom",
      arguments: "x",
      extra: own({ caller: "me" }),
    },
    { type: "image", source: { kind: "base64", mediaType: "image/png", data: "AAAA" } },
    { type: "foreign", format: "openai_responses", value: search },
  ]);
});

Deno.test("partsOfItem keeps a picture without bytes, and a message without content, as they are", () => {
  const pending = { type: "image_generation_call", id: "ig_1", result: null };

  assert.deepEqual(partsOfItem(pending), [
    { type: "foreign", format: "openai_responses", value: pending },
  ]);
  assert.deepEqual(partsOfItem({ type: "message", content: null }), []);
});

Deno.test("callText and callOf take what mocks send", () => {
  assert.equal(callText({ type: "function_call", arguments: { a: 1 } }), '{"a":1}');
  assert.equal(callText({ type: "custom_tool_call" }), "");
  assert.deepEqual(callOf({ type: "function_call", id: "fc_1" }), {
    id: "fc_1",
    name: "",
    kind: "function",
  });
  assert.equal(callExtra({ type: "function_call", status: "completed" }), undefined);
});

Deno.test("contentPart, contentExtra and their lists read one entry of a message", () => {
  const entry = { type: "output_text", text: "Hi", mood: "gay", logprobs: [{ token: "Hi" }, 7] };

  assert.deepEqual(contentPart(entry, null), {
    type: "text",
    text: "Hi",
    extra: own({ mood: "gay" }),
  });
  assert.deepEqual(contentExtra(entry, { type: "message", phase: "p" })?.fields, {
    mood: "gay",
    phase: "p",
  });
  assert.deepEqual(logprobsOf(entry), [{ token: "Hi" }]);
  assert.deepEqual(annotationsOf(entry), []);
});
