import assert from "node:assert/strict";
import type { FormatName } from "../../../lib/domain/request_record.ts";
import { storedAnswer } from "../../../lib/formats/stored_answer.ts";

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
const GEMINI = { candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, index: 0 }] };
const MESSAGE = { type: "message", role: "assistant", content: [{ type: "text", text: "Hi" }] };

const whole: [format: FormatName, body: object][] = [
  ["openai_chat", { choices: [{ message: { content: "Hi" } }] }],
  ["anthropic_messages", MESSAGE],
  ["gemini", GEMINI],
  ["openai_responses", {
    output: [{ ...MESSAGE, content: [{ type: "output_text", text: "Hi" }] }],
  }],
];
for (const [format, body] of whole) {
  Deno.test(`storedAnswer keeps a whole answer of ${format} as it came, and finds its text`, () => {
    const raw = JSON.stringify(body, null, 1);

    assert.deepEqual(storedAnswer(format, false, raw), { body: raw, text: "Hi" });
  });
}

Deno.test("storedAnswer puts a stream of Anthropic's together", () => {
  const raw = event({ type: "message_start", message: { id: "msg_1", model: "c" } }) +
    event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }) +
    event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "H" } }) +
    event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "i" } }) +
    event({ type: "content_block_stop", index: 0 }) + event({ type: "message_stop" });

  const { body, text } = storedAnswer("anthropic_messages", true, raw);

  assert.equal(text, "Hi");
  assert.deepEqual(JSON.parse(body).content, [{ type: "text", text: "Hi" }]);
});

Deno.test("storedAnswer puts a stream of Gemini's together", () => {
  const { body, text } = storedAnswer("gemini", true, event(GEMINI) + event(GEMINI));

  assert.equal(text, "HiHi");
  assert.equal(JSON.parse(body).candidates.length, 1);
});

for (const raw of ["", "<html>", `{"type":"mess`, "data: {}\n\n"]) {
  Deno.test(`storedAnswer keeps what nobody can read as it came: ${JSON.stringify(raw)}`, () => {
    for (const stream of [true, false]) {
      assert.deepEqual(storedAnswer("gemini", stream, raw), { body: raw, text: null });
    }
  });
}
