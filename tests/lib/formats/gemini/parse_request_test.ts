import assert from "node:assert/strict";
import { parseRequest } from "../../../../lib/formats/gemini/parse_request.ts";

const FACTS = { model: "gemini-2.5-flash", stream: true };

Deno.test("parseRequest takes the model from the path and either spelling of names", () => {
  const request = parseRequest({
    model: "models/ignored",
    contents: [{ parts: [{ text: "hi" }] }],
    system_instruction: "Be kind.",
    generation_config: { max_output_tokens: 9, thinking_config: { thinking_budget: 0 } },
    service_tier: "standard",
    safety_settings: [{ category: "c", threshold: "t" }],
    cached_content: "cachedContents/1",
    labels: { a_b: "c" },
  }, FACTS);

  assert.deepEqual(request, {
    format: "gemini",
    model: "gemini-2.5-flash",
    stream: true,
    messages: [
      {
        role: "system",
        parts: [{ type: "text", text: "Be kind.", at: "systemInstruction" }],
        at: "systemInstruction",
      },
      {
        role: "user",
        parts: [{ type: "text", text: "hi", at: "contents[0].parts[0]" }],
        at: "contents[0]",
      },
    ],
    sampling: { maxOutputTokens: 9 },
    reasoning: { effort: "none" },
    serviceTier: "default",
    extra: {
      format: "gemini",
      fields: {
        safetySettings: [{ category: "c", threshold: "t" }],
        cachedContent: "cachedContents/1",
        labels: { a_b: "c" },
      },
    },
  });
});

Deno.test("parseRequest fills nothing in", () => {
  const request = parseRequest({ contents: [{ parts: [{ text: "hi" }] }] }, FACTS);

  assert.deepEqual(Object.keys(request).toSorted(), [
    "format",
    "messages",
    "model",
    "sampling",
    "stream",
  ]);
});
