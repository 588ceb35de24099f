import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { CallIds, madeUpCallId } from "../../../../lib/formats/openai_chat/call_ids.ts";

const conversation = (ids: readonly string[]): { messages: Message[] } => ({
  messages: ids.map((id) => ({
    role: "assistant",
    parts: [{ type: "tool_call", id, name: "f", kind: "function", arguments: "{}" }],
  })),
});

Deno.test("CallIds keeps ids that fit and shortens longer ones", () => {
  const long = "x".repeat(60);
  const ids = new CallIds(conversation(["call_1", long]), {});

  assert.equal(ids.of("call_1"), "call_1");
  assert.match(ids.of(long), /^call_[0-9a-z]{9}$/);
  assert.equal(ids.of("unheard of"), "unheard of");
});

Deno.test("CallIds gives every id its own, of the kind that the provider takes", () => {
  const anyIds = fc.uniqueArray(fc.oneof(
    fc.string({ minLength: 1, maxLength: 60 }),
    fc.stringMatching(/^[a-z0-9]{9}$/),
  ));
  fc.assert(fc.property(anyIds, (given) => {
    const nine = new CallIds(conversation(given), { toolCallIds: "nine_alphanumerics" });
    const forty = new CallIds(conversation(given), {});

    const mapped = given.map((id) => nine.of(id));
    assert.equal(new Set(mapped).size, given.length);
    assert.equal(mapped.every((id) => /^[a-zA-Z0-9]{9}$/.test(id)), true);
    assert.equal(new Set(given.map((id) => forty.of(id))).size, given.length);
    assert.equal(given.every((id) => forty.of(id).length <= 40), true);
  }));
});

Deno.test("CallIds maps a result's id like its call's", () => {
  const { messages } = conversation(["call_one"]);
  const result: Message = {
    role: "tool",
    parts: [{
      type: "tool_result",
      callId: "call_one",
      name: null,
      kind: "function",
      content: [],
      isError: false,
    }],
  };
  const quirks = { toolCallIds: "nine_alphanumerics" } as const;

  const onlyResult = new CallIds({ messages: [result] }, quirks);

  assert.equal(new CallIds({ messages }, quirks).of("call_one"), onlyResult.of("call_one"));
});

Deno.test("madeUpCallId differs by answer, choice and number, and fits everywhere", () => {
  const ids = [
    madeUpCallId({ responseId: "gen-1/a", choice: 0, number: 0 }),
    madeUpCallId({ responseId: "gen-1/a", choice: 0, number: 1 }),
    madeUpCallId({ responseId: "gen-1/a", choice: 1, number: 0 }),
    madeUpCallId({ responseId: "gen-2/a", choice: 0, number: 0 }),
    madeUpCallId({ responseId: null, choice: 0, number: 0 }),
    madeUpCallId({ responseId: "y".repeat(90), choice: 0, number: 0 }),
  ];

  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_]{1,40}$/);
});
