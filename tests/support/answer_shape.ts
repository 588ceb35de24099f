/** Assertions about what a caller of the OpenAI dialect gets. */
import assert from "node:assert/strict";
import type { RawAnswer } from "./raw_client.ts";

/** OpenAI's error object. */
export interface OpenAiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** The payloads of the `data:` lines of whole events, in order. */
export function dataOf(stream: string): string[] {
  return stream.split(/\r?\n\r?\n/).slice(0, -1)
    .flatMap((event) => event.split(/\r?\n/))
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trim());
}

/** The error of a JSON error answer; fails when it has not exactly OpenAI's four members. */
export function errorOf(json: unknown): OpenAiError {
  assert.ok(typeof json === "object" && json !== null && "error" in json, "no error object");
  const error = json.error as OpenAiError;
  assert.deepEqual(Object.keys(error).sort(), ["code", "message", "param", "type"]);
  assert.equal(typeof error.message, "string");
  assert.equal(typeof error.type, "string");
  return error;
}

/** The error event that ends a broken stream; fails when the stream looks like a whole one. */
export function errorEventOf(answer: RawAnswer): OpenAiError {
  const data = dataOf(answer.text());
  assert.ok(!data.includes("[DONE]"), "a broken stream ends with [DONE]");
  return errorOf(JSON.parse(data.at(-1) ?? "null"));
}
