import assert from "node:assert/strict";
import {
  googleContent,
  readAnswerReasoning,
  readPlayedBackReasoning,
  reasoningField,
  reasoningText,
  thinkingText,
  thoughtSignature,
} from "../../../../lib/formats/openai_chat/reasoning_fields.ts";
import { detailsOfPart } from "../../../../lib/formats/openai_chat/reasoning_details.ts";

const texts = (message: Record<string, unknown>) =>
  readPlayedBackReasoning(message).parts.map((part) => [part.text, part.proof?.format]);

Deno.test("reasoningText reads one of two names, also when both say the same", () => {
  assert.equal(reasoningText({ reasoning: "R", reasoning_content: "R" }), "R");
  assert.equal(reasoningText({ reasoning: "R", reasoning_content: null }), "R");
  assert.equal(reasoningText({ content: "A" }), null);
});

Deno.test("reasoningField names the field that was used", () => {
  assert.equal(reasoningField({ reasoning: "R" }), "reasoning");
  assert.equal(reasoningField({ reasoning_content: "R", reasoning: "R" }), "reasoning_content");
});

Deno.test("readAnswerReasoning joins text and list into one part", () => {
  const reasoning_details = [{ type: "reasoning.encrypted", data: "d" }];

  const { parts } = readAnswerReasoning({ reasoning: "R", reasoning_details });

  assert.deepEqual(parts, [{
    type: "reasoning",
    text: "R",
    isSummary: false,
    proof: { format: "openai_chat", value: { reasoning_details } },
  }]);
  assert.deepEqual(readAnswerReasoning({ content: "A", reasoning: "" }).parts, []);
});

Deno.test("readPlayedBackReasoning does not count text twice that the list repeats", () => {
  const proof = { format: "anthropic_messages", value: { signature: "s" } } as const;
  const second = detailsOfPart({ text: "second", isSummary: false, proof }, 1);

  assert.deepEqual(texts({ reasoning_content: "second", reasoning_details: second }), [
    ["second", "anthropic_messages"],
  ]);
  assert.deepEqual(texts({ reasoning_content: "first second", reasoning_details: second }), [
    ["first ", undefined],
    ["second", "anthropic_messages"],
  ]);
  assert.deepEqual(texts({ reasoning: "alone" }), [["alone", undefined]]);
});

Deno.test("thinkingText reads Mistral's parts as text or as a list", () => {
  assert.equal(thinkingText({ thinking: "a" }), "a");
  assert.equal(thinkingText({ thinking: [{ type: "text", text: "a" }, 5, { text: "b" }] }), "ab");
  assert.equal(thinkingText({}), "");
});

Deno.test("thoughtSignature and googleContent are each other's inverse", () => {
  const extra_content = { google: { thought_signature: "s" } };
  const proof = thoughtSignature({ extra_content });

  assert.deepEqual(proof, { format: "gemini", value: { thoughtSignature: "s" } });
  assert.deepEqual(googleContent(proof), extra_content);
  assert.equal(thoughtSignature({ extra_content: { google: {} } }), undefined);
  assert.equal(googleContent({ format: "openai_responses", value: {} }), undefined);
});
