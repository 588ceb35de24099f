import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { checkBody } from "../../../../lib/formats/anthropic_messages/check_body.ts";

const MESSAGES = [{ role: "user", content: "Hi" }];

Deno.test("checkBody takes what an agent sends, unknown members too", () => {
  checkBody({
    messages: [...MESSAGES, { role: "assistant", content: [] }, { role: "system", content: "x" }],
    system: [{ type: "text", text: "s" }],
    max_tokens: 5,
    thinking: { type: "adaptive" },
    brand_new: [1],
    temperature: null,
  });
});

const bad: [param: string, body: Record<string, unknown>][] = [
  ["messages", {}],
  ["messages", { messages: "Hi" }],
  ["messages[0]", { messages: ["Hi"] }],
  ["messages[0].role", { messages: [{ role: "tool", content: "x" }] }],
  ["messages[0].content", { messages: [{ role: "user" }] }],
  ["system", { messages: MESSAGES, system: 5 }],
  ["max_tokens", { messages: MESSAGES, max_tokens: "5" }],
  ["temperature", { messages: MESSAGES, temperature: "hot" }],
  ["stop_sequences[0]", { messages: MESSAGES, stop_sequences: [1] }],
  ["tools[0]", { messages: MESSAGES, tools: ["f"] }],
  ["thinking", { messages: MESSAGES, thinking: true }],
  ["stream", { messages: MESSAGES, stream: "yes" }],
];
for (const [param, body] of bad) {
  Deno.test(`checkBody names ${param} in ${JSON.stringify(body)}`, () => {
    assert.throws(() => checkBody(body), (error) => {
      assert.ok(error instanceof FlowError && error.code === "invalid_request");
      return error.param === param;
    });
  });
}
