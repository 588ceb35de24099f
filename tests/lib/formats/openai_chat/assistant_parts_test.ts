import assert from "node:assert/strict";
import type { ToolCallPart } from "../../../../lib/domain/conversation/parts.ts";
import {
  type AssistantContext,
  assistantParts,
  audioPart,
  imageParts,
} from "../../../../lib/formats/openai_chat/assistant_parts.ts";

const call: ToolCallPart = {
  type: "tool_call",
  id: "a",
  name: "f",
  kind: "function",
  arguments: "{}",
};
const signature = { format: "gemini", value: { thoughtSignature: "s" } } as const;

const read = (message: Record<string, unknown>, context: Partial<AssistantContext> = {}) =>
  assistantParts(message, {
    reasoning: { parts: [], callProofs: new Map() },
    readOther: (value) => ({ type: "foreign", format: "openai_chat", value }),
    calls: [],
    citations: [],
    ...context,
  });

Deno.test("assistantParts puts reasoning first and calls last", () => {
  const parts = read({
    content: "A",
    refusal: "No",
    audio: { id: "au", data: "AAEC", transcript: "T", expires_at: 9 },
    images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAEC" } }],
  }, {
    reasoning: {
      parts: [{ type: "reasoning", text: "R", isSummary: false }],
      callProofs: new Map([["a", signature]]),
    },
    calls: [call],
  });

  assert.deepEqual(parts.map(({ type }) => type), [
    "reasoning",
    "text",
    "refusal",
    "audio",
    "image",
    "tool_call",
  ]);
  assert.deepEqual(parts.at(-1), { ...call, proof: signature });
});

Deno.test("assistantParts reads a list of thoughts, texts and others in its order", () => {
  const parts = read({
    content: [
      { type: "thinking", thinking: "R" },
      { type: "reference", reference_ids: [1] },
      { type: "refusal", refusal: "No" },
      "odd",
    ],
  });

  assert.deepEqual(parts.map(({ type }) => type), ["reasoning", "foreign", "refusal"]);
});

Deno.test("assistantParts gives the sources of an answer to its last text", () => {
  const citation = {
    url: "https://a.test",
    title: null,
    citedText: null,
    start: null,
    end: null,
    raw: { format: "openai_chat" as const, fields: {} },
  };

  const [text] = read({ content: "A" }, { citations: [citation] });

  assert.deepEqual(text, { type: "text", text: "A", citations: [citation] });
  assert.deepEqual(read({}, { citations: [citation] }), []);
});

Deno.test("assistantParts takes a message's signature for its text, or else for its first call", () => {
  const extra_content = { google: { thought_signature: "s" } };

  assert.deepEqual(read({ content: "A", extra_content }, { calls: [call] }), [
    { type: "text", text: "A", proof: signature },
    call,
  ]);
  assert.deepEqual(read({ extra_content }, { calls: [call] }), [{ ...call, proof: signature }]);
});

Deno.test("audioPart and imageParts find nothing where nothing usable is", () => {
  assert.equal(audioPart(null), null);
  assert.equal(audioPart({ id: "au" })?.id, "au");
  assert.deepEqual(imageParts([{ type: "image_url" }, 5]), []);
  assert.deepEqual(imageParts(undefined), []);
});

Deno.test("audioPart takes sound of which every field is empty for none", () => {
  assert.equal(audioPart({ data: "", expires_at: 0, id: "", transcript: "" }), null);
});
