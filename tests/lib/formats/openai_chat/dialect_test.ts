import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { openAiDialect } from "../../../../lib/formats/openai_chat/dialect.ts";

Deno.test("openAiDialect shows errors of ours with type, param and code", () => {
  const dialect = openAiDialect("openai_embeddings", null);
  const error = new FlowError("invalid_request", "No 'input'.", { param: "input" });

  assert.deepEqual(JSON.parse(dialect.errorAnswer(error, "id").body).error, {
    message: "No 'input'.",
    type: "invalid_request_error",
    param: "input",
    code: "invalid_request",
  });
});

Deno.test("openAiDialect reads answers of all its endpoints", () => {
  const dialect = openAiDialect("openai_completions", null);
  const bytes = new TextEncoder().encode(`{"model":"m","usage":{"prompt_tokens":1}}`);

  assert.equal(dialect.summarizeResponse(bytes).usage.promptTokens, 1);
  assert.equal(dialect.hasContent({ choices: [{ text: "a" }] }), true);
});
