import assert from "node:assert/strict";
import { readChatPrompt } from "../../../lib/router/read_chat_prompt.ts";

Deno.test("readChatPrompt takes strings and text parts, and passes over what is neither", () => {
  const { turns } = readChatPrompt({
    messages: [
      { role: "user", content: "one" },
      { role: "user", content: [{ type: "text", text: "two" }, { type: "text", text: null }, 7] },
      { role: "User", content: "not a role" },
      { role: "user", content: null },
      "no message",
      null,
    ],
  });

  assert.deepEqual(turns.map(({ speaker, texts }) => [speaker, ...texts]), [
    ["user", "one"],
    ["user", "two"],
    ["other", "not a role"],
    ["user"],
  ]);
});

Deno.test("readChatPrompt sees what a model must be able to do", () => {
  const { needs } = readChatPrompt({
    messages: [{
      role: "user",
      content: [{ type: "image_url" }, { type: "input_audio" }, { type: "file" }],
    }],
    tools: [{}],
    response_format: { type: "json_schema" },
  });

  assert.deepEqual(needs, { tools: true, images: true, audio: true, files: true, schema: true });
});
