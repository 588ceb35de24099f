import assert from "node:assert/strict";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  summarizeEnd,
  summarizeResponse,
  summarizeStream,
} from "../../../../lib/formats/gemini/summary.ts";
import { UNREADABLE } from "../../../../lib/formats/summary.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const chunk = (text: string, tokens: number, finishReason?: string) => ({
  candidates: [{ content: { parts: [{ text }] }, ...(finishReason ? { finishReason } : {}) }],
  usageMetadata: { promptTokenCount: 3, candidatesTokenCount: tokens, serviceTier: "standard" },
  modelVersion: "gemini-2.5-flash",
});
const sse = (...chunks: readonly object[]) =>
  bytes(chunks.map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`).join(""));

Deno.test("summarizeResponse tells usage, model, finish and tier", () => {
  const summary = summarizeResponse(bytes(JSON.stringify(chunk("a", 2, "STOP"))));

  assert.deepEqual(summary, {
    usage: { ...NO_USAGE, promptTokens: 3, completionTokens: 2, totalTokens: 5 },
    model: "gemini-2.5-flash",
    finishReason: "STOP",
    serviceTier: "default",
    error: null,
    isJsonObject: true,
  });
});

Deno.test("summarizeResponse reads a list of chunks, and embeddings without their numbers", () => {
  const list = bytes(JSON.stringify([chunk("a", 1), chunk("b", 2, "STOP")]));
  const embeddings = bytes(
    `{"embeddings":[{"values":[1,2]}],"usageMetadata":{"promptTokenCount":4}}`,
  );

  assert.equal(summarizeResponse(list).usage.completionTokens, 2);
  assert.equal(summarizeResponse(embeddings).usage.promptTokens, 4);
});

for (const text of ["", "<html>", '{"a":', "[1", '{"a":"embedding"'] as const) {
  Deno.test(`summarizeResponse cannot read ${JSON.stringify(text)}`, () => {
    assert.deepEqual(summarizeResponse(bytes(text)), UNREADABLE);
  });
}

Deno.test("summarizeEnd finds the counts behind an answer that was too large to keep", () => {
  const whole = JSON.stringify(chunk("a".repeat(99), 2, "STOP"));
  const summary = summarizeEnd(bytes(whole.slice(60)));

  assert.equal(summary.usage.completionTokens, 2);
  assert.equal(summary.finishReason, "STOP");
  assert.equal(summary.model, "gemini-2.5-flash");
  assert.deepEqual(summarizeEnd(bytes("cut off")), UNREADABLE);
});

Deno.test("summarizeStream takes the last counts and knows a good end", () => {
  const summary = summarizeStream(sse(chunk("a", 1), chunk("b", 2, "STOP")));

  assert.equal(summary.usage.completionTokens, 2);
  assert.equal(summary.finishReason, "STOP");
  assert.equal(summary.done, true);
  assert.equal(summary.error, null);
});

for (
  const [what, stream, expected] of [
    ["a blocked prompt", sse({ promptFeedback: { blockReason: "SAFETY" } }), [true, null]],
    ["a stream that broke off", sse(chunk("a", 1)), [false, null]],
    [
      "an error between events",
      bytes(`data: ${JSON.stringify(chunk("a", 1, "STOP"))}\r\n\r\n{"error":{"message":"No."}}`),
      [false, "No."],
    ],
    ["an error without a message", sse({ error: { code: 500 } }), [
      false,
      "The provider reported an error without a message.",
    ]],
    ["talk of an error", sse(chunk('{"error": {"message": "x"}}', 1, "STOP")), [true, null]],
    ["nothing", bytes(""), [false, null]],
  ] as const
) {
  Deno.test(`summarizeStream of ${what}`, () => {
    const { done, error } = summarizeStream(stream);

    assert.deepEqual([done, error], expected);
  });
}
