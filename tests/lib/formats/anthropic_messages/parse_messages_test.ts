import assert from "node:assert/strict";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { readMessages } from "../../../../lib/formats/anthropic_messages/parse_messages.ts";
import { flowError } from "../../../support/flow_error.ts";

const outline = (messages: readonly Message[]) =>
  messages.map(({ role, parts }) => [role, ...parts.map(({ type }) => type)]);

Deno.test("readMessages puts results before what the user says, and knows their tools", () => {
  const messages = readMessages({
    system: "Be brief.",
    messages: [
      { role: "user", content: "Hi" },
      { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "f", input: {} }] },
      {
        role: "user",
        content: [
          { type: "text", text: "and?" },
          { type: "tool_result", tool_use_id: "t1", content: "ok" },
        ],
      },
    ],
  });

  assert.deepEqual(outline(messages), [
    ["system", "text"],
    ["user", "text"],
    ["assistant", "tool_call"],
    ["tool", "tool_result"],
    ["user", "text"],
  ]);
  const [answer] = messages[3]?.parts ?? [];
  assert.equal(answer?.type === "tool_result" && answer.name, "f");
});

Deno.test("readMessages takes instructions in the middle for what they are", () => {
  const messages = readMessages({
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "a" },
          { type: "mid_conv_system", content: [{ type: "text", text: "s" }] },
          { type: "text", text: "b" },
        ],
      },
      { role: "system", content: "t" },
    ],
  });

  assert.deepEqual(outline(messages), [
    ["user", "text"],
    ["system", "text"],
    ["user", "text"],
    ["system", "text"],
  ]);
});

Deno.test("readMessages keeps an empty message and members it does not know", () => {
  const [message] = readMessages({ messages: [{ role: "user", content: [], mood: "good" }] });

  assert.deepEqual(message, {
    role: "user",
    at: "messages[0]",
    parts: [],
    extra: { format: "anthropic_messages", fields: { mood: "good" } },
  });
});

for (
  const [path, body] of [
    ["messages", {}],
    ["messages\\[0\\]\\.role", { messages: [{ role: "tool", content: "" }] }],
    ["messages\\[0\\]\\.content", { messages: [{ role: "user" }] }],
    ["system", { system: 1, messages: [] }],
  ] as const
) {
  Deno.test(`readMessages names ${path}`, () => {
    assert.throws(() => readMessages(body), flowError("invalid_request", new RegExp(path)));
  });
}
