import assert from "node:assert/strict";
import {
  answerCalls,
  argumentsText,
  playedBackCalls,
  textOf,
} from "../../../../lib/formats/openai_chat/parse_calls.ts";
import { refusal } from "../../../support/chat_format.ts";

const place = { responseId: "gen-7", choice: 0 };

Deno.test("answerCalls reads both kinds of call, and Gemini's proof beside one", () => {
  const calls = answerCalls({
    tool_calls: [
      {
        id: "a",
        type: "function",
        function: { name: "f", arguments: '{"x":1}' },
        extra_content: { google: { thought_signature: "sig" } },
      },
      { id: "b", type: "custom", custom: { name: "g", input: "free text" } },
    ],
  }, place);

  assert.deepEqual(calls, [
    {
      type: "tool_call",
      id: "a",
      name: "f",
      kind: "function",
      arguments: '{"x":1}',
      proof: { format: "gemini", value: { thoughtSignature: "sig" } },
    },
    { type: "tool_call", id: "b", name: "g", kind: "custom", arguments: "free text" },
  ]);
});

Deno.test("answerCalls makes ids up where they are missing, and text of arguments that are none", () => {
  const calls = answerCalls({
    tool_calls: [
      { id: "", function: { name: "f", arguments: "" } },
      { function: { name: "g", arguments: { x: 1 } } },
    ],
  }, place);

  assert.deepEqual(calls.map(({ id }) => id), ["call_gen7_0_0", "call_gen7_0_1"]);
  assert.deepEqual(calls.map((call) => call.arguments), ["{}", '{"x":1}']);
});

Deno.test("answerCalls reads the older function_call when there is nothing else", () => {
  const older = { name: "f", arguments: "{}" };

  assert.equal(answerCalls({ function_call: older }, place)[0]?.name, "f");
  assert.equal(answerCalls({ function_call: older, tool_calls: [{ id: "a" }] }, place).length, 1);
  assert.deepEqual(answerCalls({ function_call: null, tool_calls: null }, place), []);
});

Deno.test("playedBackCalls keeps cut arguments as they are and unknown members aside", () => {
  const [call] = playedBackCalls({
    tool_calls: [{ id: "a", index: 3, x: 1, function: { name: "f", arguments: '{"x":' } }],
  }, "messages[1]");

  assert.equal(call?.arguments, '{"x":');
  assert.equal(call?.at, "messages[1].tool_calls[0]");
  assert.deepEqual(call?.extra?.fields, { x: 1 });
});

const wrong: [calls: unknown, param: string][] = [
  [{}, "m.tool_calls"],
  [[5], "m.tool_calls[0]"],
  [[{ id: "a" }], "m.tool_calls[0].function"],
  [[{ function: { name: "f" } }], "m.tool_calls[0].id"],
  [[{ id: "a", function: { arguments: "{}" } }], "m.tool_calls[0].function.name"],
  [[{ id: "a", function: { name: "f", arguments: 5 } }], "m.tool_calls[0].function.arguments"],
];

for (const [calls, param] of wrong) {
  Deno.test(`playedBackCalls refuses ${JSON.stringify(calls)} and names ${param}`, () => {
    assert.equal(refusal(() => playedBackCalls({ tool_calls: calls }, "m")).param, param);
  });
}

Deno.test("argumentsText is never empty, textOf may be", () => {
  assert.equal(argumentsText(undefined), "{}");
  assert.equal(argumentsText(" "), " ");
  assert.equal(textOf(null), "");
  assert.equal(textOf([1]), "[1]");
});

Deno.test("answerCalls takes an older call that is empty for none", () => {
  const message = { tool_calls: null, function_call: { name: "", arguments: "" } };

  assert.deepEqual(answerCalls(message, { responseId: "r", choice: 0 }), []);
});
