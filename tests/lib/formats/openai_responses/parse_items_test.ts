import assert from "node:assert/strict";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import { parseInput } from "../../../../lib/formats/openai_responses/parse_items.ts";

const own = (fields: Record<string, unknown>) => ({ format: "openai_responses", fields });

Deno.test("parseInput takes a text as the user's message", () => {
  assert.deepEqual(parseInput("Hi"), [
    { role: "user", parts: [{ type: "text", text: "Hi", at: "input" }], at: "input" },
  ]);
});

Deno.test("parseInput gathers one turn's items, and one turn's results", () => {
  const messages = parseInput([
    { role: "developer", content: "Be brief" },
    { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "enc" },
    {
      type: "message",
      role: "assistant",
      id: "msg_1",
      status: "completed",
      content: [{ type: "output_text", text: "Wait", annotations: [] }],
    },
    { type: "function_call", id: "fc_1", call_id: "c1", name: "look", arguments: "" },
    { type: "custom_tool_call", call_id: "c2", name: "patch", input: "" },
    { type: "function_call_output", call_id: "c1", output: "seen" },
    {
      type: "custom_tool_call_output",
      call_id: "c2",
      output: [{ type: "input_image", image_url: "https://x.test/a.png" }],
    },
    { role: "assistant", content: "Done" },
  ]);

  assert.deepEqual(messages.map(({ role, parts }) => [role, ...parts.map(({ type }) => type)]), [
    ["developer", "text"],
    ["assistant", "reasoning", "text", "tool_call", "tool_call"],
    ["tool", "tool_result", "tool_result"],
    ["assistant", "text"],
  ]);
  assert.deepEqual(messages[1]?.parts.slice(1, 3), [
    {
      type: "text",
      text: "Wait",
      at: "input[2].content[0]",
      bookkeeping: own({ item: { id: "msg_1", status: "completed" } }),
    },
    {
      type: "tool_call",
      id: "c1",
      name: "look",
      kind: "function",
      arguments: "{}",
      at: "input[3]",
      bookkeeping: own({ id: "fc_1" }),
    },
  ]);
  assert.deepEqual(messages[2]?.parts[1], {
    type: "tool_result",
    callId: "c2",
    name: "patch",
    kind: "custom",
    content: [{
      type: "image",
      source: { kind: "url", url: "https://x.test/a.png", mediaType: null },
      at: "input[6].output[0]",
    }],
    isError: false,
    at: "input[6]",
  });
});

Deno.test("parseInput marks where a second message of the same turn begins", () => {
  const [message] = parseInput([
    { role: "assistant", content: "A" },
    { role: "assistant", content: "B" },
  ]);

  assert.deepEqual(message?.parts.map(({ bookkeeping }) => bookkeeping), [
    undefined,
    own({ item: {} }),
  ]);
});

Deno.test("parseInput restores the proof of a call from the item before it", () => {
  const proof = { format: "gemini", value: { thoughtSignature: "sig" } } as const;

  const [message] = parseInput([
    { type: "reasoning", summary: [], encrypted_content: packCarrier({ proof }) },
    { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
  ]);

  assert.equal(message?.parts.length, 1);
  assert.deepEqual(message?.parts[0], {
    type: "tool_call",
    id: "c1",
    name: "look",
    kind: "function",
    arguments: "{}",
    at: "input[1]",
    proof,
  });
});

Deno.test("parseInput keeps items of OpenAI's own tools on the side that they belong to", () => {
  const items = [
    { type: "web_search_call", id: "ws_1", status: "completed" },
    { type: "computer_call", call_id: "c", action: {} },
    { type: "computer_call_output", call_id: "c", output: {} },
    { type: "mcp_approval_response", approval_request_id: "a", approve: true },
  ];

  const messages = parseInput(items);

  assert.deepEqual(messages.map(({ role }) => role), ["assistant", "user", "user"]);
  assert.deepEqual(
    messages.flatMap(({ parts }) => parts).map((part) => part.type === "foreign" && part.value),
    items,
  );
});

Deno.test("parseInput reads refusals and keeps a message's phase", () => {
  const [message] = parseInput([{
    type: "message",
    role: "assistant",
    phase: "final_answer",
    content: [{ type: "refusal", refusal: "No" }],
  }]);

  assert.deepEqual(message?.parts, [{
    type: "refusal",
    text: "No",
    at: "input[0].content[0]",
    extra: own({ phase: "final_answer" }),
  }]);
});

Deno.test("parseInput names the item that is wrong", () => {
  for (
    const [item, param] of [
      ["text", "input[0]"],
      [{ type: 7 }, "input[0].type"],
      [{ role: "robot", content: "x" }, "input[0].role"],
      [{ role: "user" }, "input[0].content"],
      [{ type: "function_call", call_id: "c", arguments: "{}" }, "input[0].name"],
      [{ type: "function_call", call_id: "c", name: "f" }, "input[0].arguments"],
      [{ type: "function_call_output", output: "x" }, "input[0].call_id"],
      [{ type: "function_call_output", call_id: "c" }, "input[0].output"],
      [{ type: "item_reference", id: "msg_1" }, "input[0]"],
      [{ id: "msg_1" }, "input[0]"],
    ] as const
  ) {
    assert.throws(() => parseInput([item]), { code: "invalid_request", param });
  }
});
