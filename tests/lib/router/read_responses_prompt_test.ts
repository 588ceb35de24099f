import assert from "node:assert/strict";
import { readResponsesPrompt } from "../../../lib/router/read_responses_prompt.ts";

Deno.test("readResponsesPrompt takes a text alone, and parts of both names", () => {
  const alone = readResponsesPrompt({ input: "hello" });
  const listed = readResponsesPrompt({
    input: [
      { role: "user", content: [{ type: "input_text", text: "a" }, { type: "text", text: "b" }] },
      { type: "reasoning", summary: [] },
      { type: "function_call_output", output: [{ type: "input_text", text: "r" }] },
    ],
  });

  assert.deepEqual(alone.turns, [{ speaker: "user", texts: ["hello"] }]);
  assert.deepEqual(listed.turns, [
    { speaker: "user", texts: ["a", "b"] },
    { speaker: "tool", texts: ["r"] },
  ]);
});

Deno.test("readResponsesPrompt sees what a model must be able to do", () => {
  const { needs } = readResponsesPrompt({
    input: [{ role: "user", content: [{ type: "input_image" }, { type: "input_file" }] }],
    text: { format: { type: "json_schema" } },
  });

  assert.deepEqual(needs, { tools: false, images: true, audio: false, files: true, schema: true });
});
