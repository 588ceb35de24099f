import assert from "node:assert/strict";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { turnsOf } from "../../../../lib/formats/anthropic_messages/turns.ts";
import { call, chatRequest, rendering, result, text, user } from "../../../support/anthropic.ts";

const said = (role: Message["role"], value: string): Message => ({ role, parts: [text(value)] });
const run = (...messages: Message[]) => {
  const subject = rendering(chatRequest());
  const { system, turns } = turnsOf(messages, subject);
  return {
    system: system.map((block) => block.text),
    turns: turns.map(({ role, blocks, results }) => [
      role,
      blocks.map((block) => block.text ?? block.type),
      results.length,
    ]),
    warned: subject.losses.list.map(({ kind, field }) => `${kind} ${field}`),
  };
};

Deno.test("turnsOf hoists the instructions that come first and marks later ones", () => {
  const found = run(
    said("system", "a"),
    said("developer", "b"),
    said("user", "c"),
    { ...said("system", "d"), at: "messages[3]" },
  );

  assert.deepEqual(found.system, ["a", "b"]);
  assert.deepEqual(found.turns, [["user", ["c", "<system_message>\nd\n</system_message>"], 0]]);
  assert.deepEqual(found.warned, ["adapted messages[3]"]);
});

Deno.test("turnsOf joins neighbours of one role, results among the user's", () => {
  const found = run(
    user(text("a")),
    user(text("b")),
    { role: "assistant", parts: [call("1")] },
    { role: "assistant", parts: [text("c")] },
    result("1", "x"),
    user(text("d")),
  );

  assert.deepEqual(found.turns, [
    ["user", ["a", "b"], 0],
    ["assistant", ["tool_use", "c"], 0],
    ["user", ["d"], 1],
  ]);
});

Deno.test("turnsOf joins what an answer of which nothing is left stood between", () => {
  const empty: Message = {
    role: "assistant",
    parts: [{ type: "reasoning", text: "hm", isSummary: false }],
  };

  assert.deepEqual(run(user(text("a")), empty, user(text("b"))).turns, [["user", ["a", "b"], 0]]);
});

Deno.test("turnsOf names what messages cannot bear", () => {
  const found = run({ ...user(text("a")), name: "Ann", at: "messages[0]" });

  assert.deepEqual(found.warned, ["dropped messages[0].name"]);
});
