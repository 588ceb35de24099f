import assert from "node:assert/strict";
import fc from "fast-check";
import { TEXT_CHOICES } from "../../../lib/domain/routing.ts";
import { isConversation, readPrompt } from "../../../lib/router/read_prompt.ts";
import { scoredText } from "../../../lib/router/scored_text.ts";
import { BODIES, conversations } from "../../support/routed_conversations.ts";

Deno.test("readPrompt: the same conversation has the same text to score in every format", () => {
  fc.assert(fc.property(conversations, fc.constantFrom(...TEXT_CHOICES), (said, choice) => {
    const texts = Object.values(BODIES).map(({ format, write }) =>
      scoredText(readPrompt(format, { ...write(said) }), choice)
    );
    assert.equal(new Set(texts).size, 1, JSON.stringify(texts));
  }));
});

Deno.test("readPrompt: the same conversation has the same needs in every format", () => {
  fc.assert(fc.property(conversations, (said) => {
    const needs = Object.values(BODIES).map(({ format, write }) =>
      JSON.stringify(readPrompt(format, { ...write(said) }).needs)
    );
    assert.equal(new Set(needs).size, 1, needs.join());
  }));
});

Deno.test("readPrompt never throws, whatever the body holds", () => {
  const formats = Object.values(BODIES).map(({ format }) => format);
  const member = fc.constantFrom("messages", "input", "contents", "tools", "generationConfig");
  fc.assert(fc.property(
    fc.constantFrom(...formats),
    fc.dictionary(member, fc.jsonValue()),
    (format, body) => {
      assert.ok(Array.isArray(readPrompt(format, body).turns));
    },
  ));
});

Deno.test("isConversation is told of the four chat formats only", () => {
  for (const { format } of Object.values(BODIES)) assert.ok(isConversation(format));
  for (const format of ["openai_embeddings", "openai_completions", "rerank", "none"] as const) {
    assert.ok(!isConversation(format));
    assert.deepEqual(readPrompt(format, { messages: [{ role: "user", content: "x" }] }).turns, []);
  }
});
