import assert from "node:assert/strict";
import { readGeminiPrompt } from "../../../lib/router/read_gemini_prompt.ts";

Deno.test("readGeminiPrompt takes content without a role for the user's, in either spelling", () => {
  const { turns } = readGeminiPrompt({
    contents: [
      { parts: { text: "one part" } },
      { role: "model", parts: [{ text: "answer" }] },
      { role: "user", parts: [{ function_response: { response: { result: "42" } } }] },
      { role: "user", parts: [{ functionResponse: { response: { a: 1 } } }] },
    ],
  });

  assert.deepEqual(turns, [
    { speaker: "user", texts: ["one part"] },
    { speaker: "other", texts: ["answer"] },
    { speaker: "tool", texts: ["42"] },
    { speaker: "tool", texts: ['{"a":1}'] },
  ]);
});

Deno.test("readGeminiPrompt tells media by their type", () => {
  const needsOf = (part: object) => readGeminiPrompt({ contents: [{ parts: [part] }] }).needs;

  assert.ok(needsOf({ inlineData: { mimeType: "image/png" } }).images);
  assert.ok(needsOf({ inline_data: { mime_type: "audio/wav" } }).audio);
  assert.ok(needsOf({ fileData: { mimeType: "application/pdf" } }).files);
  assert.ok(readGeminiPrompt({ generationConfig: { responseSchema: {} } }).needs.schema);
});
