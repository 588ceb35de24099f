import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { pairResults } from "../../../../lib/formats/anthropic_messages/pair_results.ts";
import { turnsOf } from "../../../../lib/formats/anthropic_messages/turns.ts";
import { call, chatRequest, rendering, result, text, user } from "../../../support/anthropic.ts";

const calls = (...ids: string[]): Message => ({
  role: "assistant",
  parts: ids.map((id) => call(id)),
});
const run = (...messages: Message[]) => {
  const subject = rendering(chatRequest());
  const turns = pairResults(turnsOf(messages, subject).turns, subject);
  return {
    rows: turns.map(({ role, blocks }) => [
      role[0],
      ...blocks.map((b) =>
        b.type === "tool_use"
          ? `call ${b.id}`
          : b.type === "tool_result"
          ? `${b.is_error ? "no " : ""}result ${b.tool_use_id}`
          : b.text
      ),
    ]),
    warnings: subject.losses.list.map(({ message }) => message),
  };
};

Deno.test("pairResults puts all results of a turn first, in the order of the calls", () => {
  const { rows, warnings } = run(
    calls("1", "2"),
    user(text("a")),
    result("2", "y"),
    result("1", "x"),
  );

  assert.deepEqual(rows, [["a", "call 1", "call 2"], ["u", "result 1", "result 2", "a"]]);
  assert.deepEqual(warnings, []);
});

Deno.test("pairResults gives an error for a call that nobody answered", () => {
  const { rows, warnings } = run(user(text("a")), calls("1"));

  assert.deepEqual(rows.at(-1), ["u", "no result 1"]);
  assert.match(warnings[0] ?? "", /'1' has no result/);
});

Deno.test("pairResults gives a result that answers no call as text", () => {
  const { rows, warnings } = run(user(text("a")), result("9", "x"));

  assert.deepEqual(rows, [["u", "Result of the tool call '9':", "x", "a"]]);
  assert.match(warnings[0] ?? "", /answers no call/);
});

Deno.test("pairResults brings a late result to its call", () => {
  const { rows, warnings } = run(
    calls("1"),
    user(text("a")),
    { role: "assistant", parts: [text("b")] },
    result("1", "x"),
  );

  assert.deepEqual(rows, [["a", "call 1"], ["u", "result 1", "a"], ["a", "b"], ["u"]]);
  assert.match(warnings[0] ?? "", /late tool result/);
});

Deno.test("pairResults tells calls of one id in two turns apart", () => {
  const { rows } = run(calls("c.1"), result("c.1", "x"), calls("c.1"), result("c.1", "y"));

  assert.deepEqual(rows, [["a", "call c_1"], ["u", "result c_1"], ["a", "call c_1_2"], [
    "u",
    "result c_1_2",
  ]]);
});

Deno.test("pairResults leaves every call answered in the next turn, and nothing else", () => {
  const id = fc.constantFrom("a", "b", "c.", "c_");
  const message: fc.Arbitrary<Message> = fc.oneof(
    fc.uniqueArray(id, { minLength: 1, maxLength: 3 }).map((ids) => calls(...ids)),
    id.map((one) => result(one, "x")),
    fc.constant(user(text("hi"))),
  );
  fc.assert(fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
    const subject = rendering(chatRequest());
    const turns = pairResults(turnsOf(messages, subject).turns, subject);
    const seen = new Set<unknown>();
    turns.forEach(({ role, blocks }, i) => {
      const answered = blocks.filter(({ type }) => type === "tool_result");
      const asked = (turns[i - 1]?.blocks ?? []).filter(({ type }) => type === "tool_use");
      assert.deepEqual(
        role === "user" ? answered.map((b) => b.tool_use_id) : [],
        role === "user" ? asked.map((b) => b.id) : [],
      );
      for (const block of blocks.filter(({ type }) => type === "tool_use")) {
        assert.ok(!seen.has(block.id), "each id once");
        seen.add(block.id);
        assert.ok(i + 1 < turns.length, "a turn that calls is not the last");
      }
    });
  }));
});
