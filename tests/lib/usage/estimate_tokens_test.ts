import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_USAGE } from "../../../lib/domain/usage.ts";
import {
  estimatePromptTokens,
  estimateTokens,
  estimateUsage,
  MEDIA_TOKENS,
} from "../../../lib/usage/estimate_tokens.ts";

const texts: [text: string, tokens: number][] = [
  ["", 0],
  ["a", 1],
  ["four", 1],
  ["The quick brown fox jumps over the lazy dog.", 11],
  ["Übergrößenträger", 4],
  ["Привет, мир!", 4],
  ["你好世界", 4],
  ["こんにちは", 5],
  ["안녕하세요", 5],
  ["👍👍", 2],
];
for (const [text, tokens] of texts) {
  Deno.test(`estimateTokens of "${text}" is ${tokens}`, () => {
    assert.equal(estimateTokens(text), tokens);
  });
}

Deno.test("estimateTokens grows with the text, and joining texts costs at most a token less", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(fc.property(text, text, (a, b) => {
    const [apart, joined] = [estimateTokens(a) + estimateTokens(b), estimateTokens(a + b)];

    assert.ok(joined <= apart && joined >= apart - 1, `${joined} of ${apart}`);
  }));
});

const EIGHT = "eight ch"; // two tokens
const bodies: [what: string, body: object, tokens: number][] = [
  ["chat", { model: EIGHT, messages: [{ role: "user", content: EIGHT }] }, 4 + 2],
  ["chat in parts", {
    messages: [{
      role: "user",
      content: [
        { type: "text", text: EIGHT },
        { type: "image_url", image_url: { url: "https://example.org/a.png", detail: "high" } },
      ],
    }],
  }, 4 + 2 + MEDIA_TOKENS],
  ["messages", {
    system: [{ type: "text", text: EIGHT, cache_control: { type: "ephemeral" } }],
    messages: [{
      role: "user",
      content: [
        { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBO" } },
        { type: "document", source: { type: "text", media_type: "text/plain", data: EIGHT } },
        { type: "document", source: { type: "base64", data: "A".repeat(9000) } },
      ],
    }],
  }, 2 + 4 + MEDIA_TOKENS + 2 + MEDIA_TOKENS],
  ["responses", { instructions: EIGHT, input: EIGHT, metadata: { a: EIGHT } }, 2 + 2],
  ["gemini", {
    systemInstruction: { parts: [{ text: EIGHT }] },
    contents: [{
      role: "user",
      parts: [{ text: EIGHT }, { inlineData: { mimeType: "image/png", data: "iVBO" } }],
    }],
  }, 2 + 4 + 2 + MEDIA_TOKENS],
  ["a tool call's result", {
    messages: [{ role: "tool", tool_call_id: "call_abcdefgh", content: EIGHT }],
  }, 4 + 2],
  // Names count in tools: tools, name, type of 1 token each, `look` 1, `string` 2 …
  ["tools", { tools: [{ name: "look", parameters: { type: "object" } }] }, 1 + 1 + 3 + 1 + 2],
  ["a sound as a data URL", { input: "data:audio/wav;base64,AAAA" }, MEDIA_TOKENS],
  ["settings only", { model: EIGHT, temperature: 1, user: EIGHT }, 0],
];
for (const [what, body, tokens] of bodies) {
  Deno.test(`estimatePromptTokens of ${what} is ${tokens}`, () => {
    assert.equal(estimatePromptTokens(JSON.stringify(body)), tokens);
  });
}

Deno.test("estimatePromptTokens takes a body that is no JSON object as text", () => {
  assert.equal(estimatePromptTokens('{"prompt":"cut o'), 4);
  assert.equal(estimatePromptTokens("12345678"), 2);
});

Deno.test("estimateUsage fills in what nobody told, and keeps what was told", () => {
  const request = JSON.stringify({ prompt: EIGHT });
  const known = { ...NO_USAGE, promptTokens: 50, cachedTokens: 40 };

  assert.deepEqual(estimateUsage(request, EIGHT, NO_USAGE), {
    ...NO_USAGE,
    promptTokens: 2,
    completionTokens: 2,
    totalTokens: 4,
  });
  assert.deepEqual(estimateUsage(request, EIGHT, known), {
    ...known,
    completionTokens: 2,
    totalTokens: 52,
  });
});

Deno.test("estimateUsage believes an output count that was kept up, not one from the start", () => {
  const answer = "x".repeat(400);
  const told = (completionTokens: number) =>
    estimateUsage("{}", answer, { ...NO_USAGE, promptTokens: 1, completionTokens })
      .completionTokens;

  assert.deepEqual([1, 49, 50, 90, 130].map(told), [100, 100, 50, 90, 130]);
});

Deno.test("estimateUsage makes up for the part of an answer that was not kept", () => {
  assert.equal(estimateUsage("{}", "x".repeat(400), NO_USAGE, 0.25).completionTokens, 400);
});
