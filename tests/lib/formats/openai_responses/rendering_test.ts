import assert from "node:assert/strict";
import { renderingOf } from "../../../../lib/formats/openai_responses/rendering.ts";
import { request, TARGET } from "./samples.ts";

const TOOL = { type: "function", name: "files.read" } as const;

Deno.test("renderingOf keeps tool names of its own callers", () => {
  const r = renderingOf(request({ tools: [TOOL] }), TARGET);

  assert.equal(r.isOwn, true);
  assert.equal(r.toolName("files.read"), "files.read");
});

Deno.test("renderingOf makes other callers' tool names such as OpenAI takes", () => {
  const r = renderingOf(request({ format: "gemini", tools: [TOOL] }), TARGET);

  assert.equal(r.isOwn, false);
  assert.match(r.toolName("files.read"), /^files_read_[0-9a-f]{8}$/);
});
