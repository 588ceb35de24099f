import assert from "node:assert/strict";
import { readAnthropicPrompt } from "../../../lib/router/read_anthropic_prompt.ts";

Deno.test("readAnthropicPrompt tells results of tools from what the user says beside them", () => {
  const { turns } = readAnthropicPrompt({
    messages: [
      { role: "user", content: "go" },
      {
        role: "user",
        content: [
          { type: "tool_result", content: [{ type: "text", text: "42" }] },
          { type: "text", text: "and now?" },
        ],
      },
    ],
  });

  assert.deepEqual(turns, [
    { speaker: "user", texts: ["go"] },
    { speaker: "tool", texts: ["42"] },
    { speaker: "user", texts: ["and now?"] },
  ]);
});

Deno.test("readAnthropicPrompt sees what a model must be able to do, also inside results", () => {
  const { needs } = readAnthropicPrompt({
    messages: [{
      role: "user",
      content: [{ type: "tool_result", content: [{ type: "image" }] }, { type: "document" }],
    }],
    output_config: { format: { type: "json_schema" } },
  });

  assert.deepEqual(needs, { tools: false, images: true, audio: false, files: true, schema: true });
});
