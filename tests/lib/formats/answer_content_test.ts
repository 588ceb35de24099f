import assert from "node:assert/strict";
import { answerContent } from "../../../lib/formats/answer_content.ts";

const sse = (...events: unknown[]): string =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

const delta = (value: object, index = 0) => ({ choices: [{ index, delta: value }] });

Deno.test("answerContent joins what a broken chat stream held: text, reasoning, arguments", () => {
  const call = (value: object) => delta({ tool_calls: [{ index: 0, ...value }] });
  const body = sse(
    delta({ role: "assistant", reasoning_content: "Let me " }),
    delta({ reasoning_content: "think." }),
    delta({ content: "Hel" }),
    delta({ content: "lo" }),
    call({ id: "c", type: "function", function: { name: "look", arguments: '{"a' } }),
    call({ function: { arguments: '":1' } }),
  ) + 'data: {"choices":[{"ind';

  const content = answerContent("openai_chat", true, body);

  for (const text of ["Let me think.", "Hello", '{"a":1']) {
    assert.equal(content.split(text).length, 2, `${text} once in ${content}`);
  }
});

Deno.test("answerContent reads whole answers, all choices, and the older completions", () => {
  const chat = { choices: [{ message: { content: "a" } }, { message: { content: "b" } }] };
  const legacy = { choices: [{ text: "c", index: 0 }] };

  assert.equal(answerContent("openai_completions", false, JSON.stringify(legacy)), "c");
  const both = answerContent("openai_chat", false, JSON.stringify(chat));
  assert.deepEqual(both.split("\n").slice(0, 2), ["a", "b"]);
  assert.equal(answerContent("openai_completions", true, sse(legacy)), "c");
});

Deno.test("answerContent is empty for what holds no answer, and never throws", () => {
  const nothing = ["", "<html>", "null", "[]", "{}", '{"choices":3}', "data: {}\n\n", "data: x"];
  for (const format of ["openai_chat", "openai_embeddings", "none"] as const) {
    for (const body of nothing) {
      for (const stream of [true, false]) {
        assert.equal(answerContent(format, stream, body), "", `${format} ${body}`);
      }
    }
  }
});
