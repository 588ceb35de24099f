import assert from "node:assert/strict";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import { parseMessages } from "../../../../lib/formats/openai_chat/parse_messages.ts";
import { refusal } from "../../../support/chat_format.ts";

const call = (id: string, name = "f") => ({
  id,
  type: "function",
  function: { name, arguments: "{}" },
});

Deno.test("parseMessages keeps every role where the caller put it", () => {
  const messages = parseMessages([
    { role: "system", content: "S" },
    { role: "user", content: "U", name: "zoe" },
    { role: "developer", content: "D" },
    { role: "assistant", content: null, prefix: true },
  ]);

  assert.deepEqual(messages.map(({ role }) => role), ["system", "user", "developer", "assistant"]);
  assert.equal(messages[1]?.name, "zoe");
  assert.deepEqual(messages[3]?.extra?.fields, { prefix: true });
  assert.deepEqual(messages.map(({ at }) => at).at(-1), "messages[3]");
});

Deno.test("parseMessages gives a whole message's cache mark to its last part, where that can bear it", () => {
  const cache_control = { type: "ephemeral" };
  const [system, user, asked, empty] = parseMessages([
    { role: "system", content: "S", cache_control },
    {
      role: "user",
      content: [{ type: "text", text: "a" }, { type: "text", text: "b" }],
      cache_control,
    },
    { role: "assistant", content: "A", tool_calls: [call("a")], cache_control },
    { role: "user", content: "", cache_control },
  ]);

  const caches = (message: typeof user) =>
    message?.parts.map((part) => "cache" in part ? part.cache : null);
  assert.deepEqual(caches(system), [{ ttl: "5m" }]);
  assert.deepEqual(caches(user), [null, { ttl: "5m" }]);
  assert.deepEqual(caches(asked), [null, { ttl: "5m" }]);
  assert.deepEqual([system?.extra, user?.extra, asked?.extra], [undefined, undefined, undefined]);
  assert.deepEqual(empty?.extra?.fields, { cache_control });
});

Deno.test("parseMessages tells a result its call's name and kind", () => {
  const messages = parseMessages([
    {
      role: "assistant",
      tool_calls: [call("a", "weather"), {
        id: "b",
        type: "custom",
        custom: { name: "sql", input: "" },
      }],
    },
    { role: "tool", tool_call_id: "b", content: [{ type: "text", text: "rows" }] },
    { role: "tool", tool_call_id: "a", content: "sunny" },
    { role: "tool", tool_call_id: "unknown", content: "?" },
  ]);

  const results = messages.slice(1).flatMap(({ parts }) => parts);
  assert.deepEqual(
    results.map((part) => part.type === "tool_result" && [part.callId, part.name, part.kind]),
    [["b", "sql", "custom"], ["a", "weather", "function"], ["unknown", null, "function"]],
  );
});

Deno.test("parseMessages takes images and a cache mark in a tool's message", () => {
  const [message] = parseMessages([{
    role: "tool",
    tool_call_id: "a",
    content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAEC" } }],
    cache_control: { type: "ephemeral" },
  }]);

  const result = message?.parts[0];
  assert.ok(result?.type === "tool_result");
  assert.deepEqual(result.content.map(({ type }) => type), ["image"]);
  assert.deepEqual([result.cache, result.extra], [{ ttl: "5m" }, undefined]);
});

Deno.test("parseMessages joins older functions to their calls by name and order", () => {
  const messages = parseMessages([
    { role: "assistant", content: null, function_call: { name: "f", arguments: '{"n":1}' } },
    { role: "function", name: "f", content: "one" },
    { role: "assistant", content: null, function_call: { name: "f", arguments: '{"n":2}' } },
    { role: "function", name: "f", content: "two" },
  ]);

  const ids = messages.flatMap(({ parts }) => parts).map((part) =>
    part.type === "tool_call" ? part.id : part.type === "tool_result" ? part.callId : null
  );
  assert.deepEqual(ids, ["call_message_0", "call_message_0", "call_message_2", "call_message_2"]);
});

Deno.test("parseMessages reads reasoning under each name, and keeps the name that was used", () => {
  const [content, other, thinking] = parseMessages([
    { role: "assistant", content: "A", reasoning_content: "R" },
    { role: "assistant", content: "A", reasoning: "R" },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "R" }] },
        { type: "text", text: "A" },
      ],
    },
  ]);

  for (const message of [content, other, thinking]) {
    assert.deepEqual(
      message?.parts.map((part) =>
        part.type === "reasoning" || part.type === "text" ? part.text : ""
      ),
      ["R", "A"],
    );
  }
  assert.equal(content?.bookkeeping, undefined);
  assert.deepEqual(other?.bookkeeping?.fields, { reasoning_field: "reasoning" });
});

Deno.test("parseMessages restores the proofs that an answer carried to its caller", () => {
  const signature = { format: "anthropic_messages", value: { signature: "sig" } } as const;
  const callProof = { format: "openai_responses", value: { id: "fc_1" } } as const;

  const [message] = parseMessages([{
    role: "assistant",
    content: "A",
    reasoning_content: "R",
    reasoning_details: [
      { type: "reasoning.text", text: "R", signature: packCarrier({ proof: signature }), index: 0 },
      {
        type: "reasoning.encrypted",
        id: "a",
        data: packCarrier({ proof: callProof, callId: "a" }),
      },
    ],
    tool_calls: [call("a")],
  }]);

  assert.deepEqual(
    message?.parts.map((part) => "proof" in part ? [part.type, part.proof] : [part.type]),
    [["reasoning", signature], ["text"], ["tool_call", callProof]],
  );
});

const wrong: [message: Record<string, unknown>, param: string][] = [
  [{ role: "robot", content: "" }, "messages[0].role"],
  [{ role: "user", content: 5 }, "messages[0].content"],
  [{ role: "user", content: "", name: 5 }, "messages[0].name"],
  [{ role: "tool", content: "" }, "messages[0].tool_call_id"],
  [{ role: "function", content: "" }, "messages[0].name"],
  [{ role: "assistant", content: [{ type: "text" }] }, "messages[0].content[0].text"],
  [{ role: "assistant", function_call: {} }, "messages[0].function_call.name"],
];

for (const [message, param] of wrong) {
  Deno.test(`parseMessages refuses ${JSON.stringify(message)} and names ${param}`, () => {
    assert.equal(refusal(() => parseMessages([message])).param, param);
  });
}
