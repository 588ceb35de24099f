import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import type { FormatName } from "../../../lib/domain/request_record.ts";
import { dialectOf } from "../../../lib/formats/dialects.ts";

const CHATS: FormatName[] = ["openai_chat", "openai_responses", "anthropic_messages", "gemini"];

for (const format of CHATS) {
  Deno.test(`dialectOf knows how to translate ${format}`, () => {
    const { codec } = dialectOf(format);

    assert.equal(codec?.format, format);
    assert.equal(dialectOf(format).format, format);
  });
}

const errors: [format: FormatName, path: string][] = [
  ["openai_chat", "error.message"],
  ["openai_responses", "error.message"],
  ["openai_embeddings", "error.message"],
  ["none", "error.message"],
  ["anthropic_messages", "error.message"],
  ["gemini", "error.message"],
  ["gemini_embeddings", "error.message"],
  ["openai_images", "error.message"],
];
for (const [format, path] of errors) {
  Deno.test(`dialectOf shows an error of ours to callers of ${format}`, () => {
    const { errorAnswer, errorEvent } = dialectOf(format);
    const error = new FlowError("model_not_found", "No such model.");

    const { status, body } = errorAnswer(error, "id-1");

    assert.equal(status, 404);
    const found = path.split(".").reduce((value, key) => value[key], JSON.parse(body));
    assert.equal(found, "No such model.");
    assert.match(errorEvent(error, "id-1"), /^\r?\n\r?\n(event: error\n)?data: .*No such model/);
  });
}
