import assert from "node:assert/strict";
import type { Part, ToolResultPart } from "../../../../lib/domain/conversation/parts.ts";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { renderMessages } from "../../../../lib/formats/openai_chat/render_messages.ts";
import { chatRequest, foreignRequest, rendering } from "../../../support/chat_format.ts";

const text = (words: string): Part => ({ type: "text", text: words });
const image: Part = {
  type: "image",
  source: { kind: "url", url: "https://a.test/b.png", mediaType: null },
};
const result = (callId: string, members: Partial<ToolResultPart> = {}): ToolResultPart => ({
  type: "tool_result",
  callId,
  name: null,
  kind: "function",
  content: [{ type: "text", text: "ok" }],
  isError: false,
  ...members,
});
const write = (messages: Message[], quirks = {}) => {
  const one = rendering(foreignRequest({ messages }), quirks);
  return { messages: renderMessages(one), warnings: one.losses.warnings };
};

Deno.test("renderMessages keeps roles, and says system where developer is unknown", () => {
  const messages: Message[] = [
    { role: "developer", parts: [text("D")] },
    { role: "user", parts: [text("U")], name: "zoe" },
  ];

  assert.deepEqual(write(messages).messages, [
    { role: "developer", content: "D" },
    { role: "user", content: "U", name: "zoe" },
  ]);
  assert.equal(write(messages, { noDeveloperRole: true }).messages[0]?.role, "system");
});

Deno.test("renderMessages writes each result as a message before the text that came with it", () => {
  const { messages } = write([{ role: "user", parts: [text("next"), result("a"), result("b")] }]);

  assert.deepEqual(messages, [
    { role: "tool", tool_call_id: "a", content: "ok" },
    { role: "tool", tool_call_id: "b", content: "ok" },
    { role: "user", content: "next" },
  ]);
});

Deno.test("renderMessages shows a tool's pictures after all results of the turn", () => {
  const content = [image] as ToolResultPart["content"];

  const { messages, warnings } = write([
    { role: "tool", parts: [result("a", { content })] },
    { role: "tool", parts: [result("b")] },
    { role: "assistant", parts: [text("I see")] },
  ]);

  assert.deepEqual(messages.map(({ role }) => role), ["tool", "tool", "user", "assistant"]);
  assert.equal(messages[0]?.content, "The result is attached to the next message.");
  assert.deepEqual(messages[2]?.content, [
    { type: "text", text: "Attached by the previous message:" },
    { type: "image_url", image_url: { url: "https://a.test/b.png" } },
  ]);
  assert.equal(warnings.length, 1);
});

Deno.test("renderMessages leaves pictures in an own caller's tool message", () => {
  const request = chatRequest({
    messages: [{
      role: "tool",
      tool_call_id: "a",
      content: [{ type: "image_url", image_url: { url: "https://a.test/b.png" } }],
    }],
  });

  const [message] = renderMessages(rendering(request));

  assert.deepEqual(message?.content, [
    { type: "image_url", image_url: { url: "https://a.test/b.png" } },
  ]);
});

Deno.test("renderMessages marks a failed tool in its text unless that says so itself", () => {
  const failed = (words: string) =>
    write([{
      role: "tool",
      parts: [result("a", { isError: true, content: [{ type: "text", text: words }], at: "m" })],
    }]);

  const marked = failed("no such file");
  const plain = failed("Error: no such file");

  assert.equal(marked.messages[0]?.content, "Error: no such file");
  assert.deepEqual(marked.warnings.map(({ field }) => field), ["m.is_error"]);
  assert.equal(plain.messages[0]?.content, "Error: no such file");
  assert.deepEqual(plain.warnings, []);
});

Deno.test("renderMessages gives a call and its result the same id that the provider takes", () => {
  const { messages } = write([
    {
      role: "assistant",
      parts: [{
        type: "tool_call",
        id: "toolu_0123456789",
        name: "f",
        kind: "function",
        arguments: "{}",
      }],
    },
    { role: "tool", parts: [result("toolu_0123456789")] },
  ], { toolCallIds: "nine_alphanumerics" });

  const [call] = messages[0]?.tool_calls as [{ id: string }];
  assert.match(call.id, /^[a-z0-9]{9}$/);
  assert.equal(messages[1]?.tool_call_id, call.id);
});
