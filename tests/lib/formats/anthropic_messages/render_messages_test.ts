import assert from "node:assert/strict";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import {
  contentOf,
  renderMessages,
} from "../../../../lib/formats/anthropic_messages/render_messages.ts";
import { chatRequest, PLAIN_MODEL, rendering, text, user } from "../../../support/anthropic.ts";
import { flowError } from "../../../support/flow_error.ts";

const run = (messages: Message[], model = PLAIN_MODEL) => {
  const subject = rendering(chatRequest({ messages }), model);
  const { system, messages: written } = renderMessages(subject);
  return {
    system: system.map((block) => block.text),
    messages: written.map(({ role, content }) => [role, content]),
    warnings: subject.losses.list.length,
  };
};
const assistant = (value: string): Message => ({ role: "assistant", parts: [text(value)] });
const system: Message = { role: "system", parts: [text("s")] };

const cases: [what: string, messages: Message[], expected: ReturnType<typeof run>][] = [
  ["a question", [system, user(text("a"))], {
    system: ["s"],
    messages: [["user", "a"]],
    warnings: 0,
  }],
  ["instructions alone", [system], { system: [], messages: [["user", "s"]], warnings: 1 }],
  ["an assistant who begins", [assistant("a"), user(text("b"))], {
    system: [],
    messages: [["user", "(The conversation begins.)"], ["assistant", "a"], ["user", "b"]],
    warnings: 1,
  }],
  ["an empty message", [user()], {
    system: [],
    messages: [["user", [text("(empty message)")]]],
    warnings: 1,
  }],
  ["an answer that was begun", [user(text("a")), assistant("{ ")], {
    system: [],
    messages: [["user", "a"], ["assistant", "{"]],
    warnings: 1,
  }],
];
for (const [what, messages, expected] of cases) {
  Deno.test(`renderMessages writes ${what}`, () => {
    assert.deepEqual(run(messages), expected);
  });
}

Deno.test("renderMessages asks models that refuse a begun answer to continue", () => {
  const { messages } = run([user(text("a")), assistant("b")], "claude-opus-4-6");

  assert.deepEqual(messages.at(-1), ["user", "Continue."]);
});

Deno.test("renderMessages refuses a request without any message", () => {
  assert.throws(() => run([]), flowError("invalid_request", /without a message/));
});

Deno.test("contentOf writes one plain text as a string and all else as blocks", () => {
  assert.equal(contentOf([text("a")]), "a");
  const marked = [{ ...text("a"), cache_control: {} }];
  assert.equal(contentOf(marked), marked);
});
