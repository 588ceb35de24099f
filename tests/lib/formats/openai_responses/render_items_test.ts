import assert from "node:assert/strict";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import type { ChatRequest, Message } from "../../../../lib/domain/conversation/request.ts";
import { parseInput } from "../../../../lib/formats/openai_responses/parse_items.ts";
import { renderInput } from "../../../../lib/formats/openai_responses/render_items.ts";
import { renderingOf } from "../../../../lib/formats/openai_responses/rendering.ts";
import { request, TARGET } from "./samples.ts";

function render(messages: readonly Message[], members: Partial<ChatRequest> = {}) {
  const r = renderingOf(request({ messages, ...members }), TARGET);
  return { items: renderInput(r, messages), warnings: r.losses.warnings };
}
const FOREIGN = { format: "anthropic_messages" } as const;
const assistant = (...parts: Part[]): Message => ({ role: "assistant", parts });
const CALL: Part = {
  type: "tool_call",
  id: "c1",
  name: "f",
  kind: "function",
  arguments: "{}",
};

Deno.test("renderInput gives back the items that parseInput read, in their order", () => {
  const items = [
    {
      type: "message",
      role: "developer",
      content: [{ type: "input_text", text: "Be brief" }],
      id: "msg_0",
    },
    {
      type: "reasoning",
      id: "rs_1",
      encrypted_content: "enc",
      summary: [{ type: "summary_text", text: "A" }, { type: "summary_text", text: "B" }],
    },
    {
      type: "message",
      role: "assistant",
      content: [{ type: "output_text", text: "Wait", annotations: [] }],
      id: "msg_1",
      status: "completed",
      phase: "commentary",
    },
    {
      type: "message",
      role: "assistant",
      content: [
        { type: "output_text", text: "Still", annotations: [] },
        { type: "refusal", refusal: "No" },
      ],
    },
    {
      type: "function_call",
      call_id: "c1",
      name: "read",
      namespace: "files",
      arguments: "{}",
      id: "fc_1",
      status: "completed",
    },
    { type: "web_search_call", id: "ws_1", status: "completed" },
    { type: "image_generation_call", id: "ig_1", status: "completed", result: "AAAA" },
    { type: "custom_tool_call", call_id: "c2", name: "patch", input: "x" },
    { type: "function_call_output", call_id: "c1", output: "seen", id: "fco_1" },
    {
      type: "custom_tool_call_output",
      call_id: "c2",
      output: [{ type: "input_text", text: "a" }, { type: "input_text", text: "b" }],
    },
    { type: "mcp_approval_response", approval_request_id: "a", approve: true },
    { type: "message", role: "user", content: [{ type: "input_text", text: "Go on" }] },
  ];

  const { items: back, warnings } = render(parseInput(items));

  assert.deepEqual(back, items);
  assert.deepEqual(warnings, []);
});

Deno.test("renderInput writes results that stand among a user's words as items of their own", () => {
  const result: Part = {
    type: "tool_result",
    callId: "c1",
    name: null,
    kind: "function",
    content: [],
    isError: true,
    at: "messages[1].content[0]",
  };

  const { items, warnings } = render([
    { role: "user", parts: [result, { type: "text", text: "So?" }], name: "Ann" },
  ], FOREIGN);

  assert.deepEqual(items, [
    { type: "function_call_output", call_id: "c1", output: "" },
    { type: "message", role: "user", content: [{ type: "input_text", text: "So?" }] },
  ]);
  assert.deepEqual(warnings.map(({ field }) => field), [
    "messages[0].name",
    "messages[1].content[0].is_error",
  ]);
});

Deno.test("renderInput drops reasoning that nothing follows, for callers of other formats", () => {
  const proof = { format: "openai_responses", value: { encrypted_content: "enc" } } as const;
  const thought: Part = { type: "reasoning", text: "T", isSummary: true, proof };

  const { items, warnings } = render([assistant(thought, CALL, thought)], FOREIGN);

  assert.deepEqual(items.map(({ type }) => type), ["reasoning", "function_call"]);
  assert.deepEqual(warnings.map(({ kind }) => kind), ["dropped"]);
});

Deno.test("renderInput shortens ids that OpenAI refuses, in calls and results alike", () => {
  const id = "x".repeat(70);
  const result: Part = {
    type: "tool_result",
    callId: id,
    name: "f",
    kind: "function",
    content: [{ type: "text", text: "seen" }],
    isError: false,
  };

  const { items } = render(
    [assistant({ ...CALL, id }), { role: "tool", parts: [result] }],
    FOREIGN,
  );

  assert.equal(items[0]?.call_id, items[1]?.call_id);
  assert.ok(String(items[0]?.call_id).length <= 40);
});

Deno.test("renderInput shows the model's own pictures to it as the user's", () => {
  const source = { kind: "base64", mediaType: "image/png", data: "AAAA" } as const;

  const { items, warnings } = render([assistant({ type: "image", source })], FOREIGN);

  assert.deepEqual(items, [{
    type: "message",
    role: "user",
    content: [{ type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "auto" }],
  }]);
  assert.deepEqual(warnings.map(({ kind }) => kind), ["adapted"]);
});

Deno.test("renderInput keeps of speech what was said, and of foreign blocks a warning", () => {
  const sound = { kind: "base64", mediaType: "audio/wav", data: "AAAA" } as const;

  const { items, warnings } = render([assistant(
    { type: "audio", source: sound, transcript: "Hello" },
    { type: "foreign", format: "anthropic_messages", value: { type: "server_tool_use" } },
  )], FOREIGN);

  assert.deepEqual(items, [{ type: "message", role: "assistant", content: "Hello" }]);
  assert.deepEqual(warnings.map(({ kind }) => kind), ["adapted", "dropped"]);
});

Deno.test("renderInput says 'system' to providers that have no developers", () => {
  const message: Message = { role: "developer", parts: [{ type: "text", text: "x" }] };
  const r = renderingOf(request({ messages: [message] }), {
    ...TARGET,
    quirks: { noDeveloperRole: true },
  });

  assert.equal(renderInput(r, [message])[0]?.role, "system");
});
