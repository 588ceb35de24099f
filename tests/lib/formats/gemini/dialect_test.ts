import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { gemini } from "../../../../lib/formats/gemini/codec.ts";
import { geminiDialect, geminiEmbeddingsDialect } from "../../../../lib/formats/gemini/dialect.ts";

const ERROR = new FlowError("invalid_request", "Wrong.", { param: "contents" });

Deno.test("geminiDialect translates, its embeddings do not", () => {
  assert.equal(geminiDialect.codec, gemini);
  assert.equal(geminiDialect.format, "gemini");
  assert.equal(geminiEmbeddingsDialect.codec, null);
  assert.equal(geminiEmbeddingsDialect.format, "gemini_embeddings");
});

Deno.test("geminiDialect shows an error of ours in Google's shape", () => {
  const { status, body } = geminiDialect.errorAnswer(ERROR, "r-1");
  const { error } = JSON.parse(body);

  assert.equal(status, 400);
  assert.deepEqual([error.code, error.message, error.status], [400, "Wrong.", "INVALID_ARGUMENT"]);
  assert.deepEqual(error.details[0], {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason: "invalid_request",
    domain: "flow-llm-router",
  });
});

Deno.test("geminiDialect begins an error inside a stream with a blank line", () => {
  const event = geminiDialect.errorEvent(ERROR, "r-1");

  assert.match(event, /^\r\n\r\ndata: \{"error":\{"code":400,.*\}\r\n\r\n$/);
});
