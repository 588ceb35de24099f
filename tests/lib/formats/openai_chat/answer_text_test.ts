import assert from "node:assert/strict";
import { answerText, storedAnswer } from "../../../../lib/formats/openai_chat/answer_text.ts";

const chat = (content: unknown) => ({ choices: [{ index: 0, message: { content } }] });

const answers: [what: string, answer: unknown, text: string | null][] = [
  ["a chat answer", chat("Hello"), "Hello"],
  [
    "an answer in parts",
    chat([{ type: "thinking", thinking: [] }, { type: "text", text: "4" }]),
    "4",
  ],
  ["tool calls only", { choices: [{ message: { content: null, tool_calls: [{}] } }] }, null],
  ["empty content", chat(""), null],
  ["parts without text", chat([{ type: "image_url" }]), null],
  ["a completion", { choices: [{ text: "Once" }] }, "Once"],
  ["the first of several choices", { choices: [{ text: "a" }, { text: "b" }] }, "a"],
  ["embeddings", { data: [{ embedding: [0.5] }] }, null],
  ["no choices", { choices: [] }, null],
  ["choices that are none", { choices: "x" }, null],
  ["what is no object", [], null],
  ["nothing", undefined, null],
];
for (const [what, answer, text] of answers) {
  Deno.test(`answerText of ${what} is ${JSON.stringify(text)}`, () => {
    assert.equal(answerText(answer), text);
  });
}

Deno.test("storedAnswer keeps a whole answer as it came", () => {
  const raw = `{ "choices": [{"message": {"content": "Hi"}}], "extra": 1.0 }`;

  assert.deepEqual(storedAnswer(false, raw), { body: raw, text: "Hi" });
});

Deno.test("storedAnswer assembles a stream", () => {
  const raw = `data: {"choices":[{"index":0,"delta":{"content":"H"}}]}\n\n` +
    `data: {"choices":[{"index":0,"delta":{"content":"i"},"finish_reason":"stop"}]}\n\n` +
    "data: [DONE]\n\n";

  const { body, text } = storedAnswer(true, raw);

  assert.equal(text, "Hi");
  assert.deepEqual(JSON.parse(body ?? ""), {
    choices: [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }],
  });
});

Deno.test("storedAnswer keeps what it cannot read, and nothing of nothing", () => {
  assert.deepEqual(storedAnswer(true, "<html>"), { body: "<html>", text: null });
  assert.deepEqual(storedAnswer(false, "<html>"), { body: "<html>", text: null });
  assert.deepEqual(storedAnswer(true, ""), { body: null, text: null });
  assert.deepEqual(storedAnswer(false, ""), { body: null, text: null });
});
