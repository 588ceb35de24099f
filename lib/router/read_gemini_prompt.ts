/**
 * Gemini's generateContent as a prompt. Members may be spelled `likeThis` or `like_this`, and content
 * without a role is the user's (ai.google.dev/api/caching#Content).
 *
 * @module
 */
import type { JsonObject } from "../domain/json.ts";
import { isFilled, isObject, objectsIn, type Prompt, PromptBuilder } from "./prompt.ts";

export function readGeminiPrompt(body: JsonObject): Prompt {
  const prompt = new PromptBuilder();
  for (const { role, parts } of contentsOf(body.contents)) {
    const isUser = role === undefined || role === "user";
    const texts: string[] = [];
    let results = 0;
    for (const part of partsOf(parts)) {
      const result = part.functionResponse ?? part.function_response;
      if (isObject(result)) {
        results++;
        prompt.turn("tool", [resultText(result.response)]);
      } else if (typeof part.text === "string") texts.push(part.text);
      noteMedia(part, prompt);
    }
    if (results === 0 || texts.length > 0) prompt.turn(isUser ? "user" : "other", texts);
  }
  if (isFilled(body.tools)) prompt.need("tools");
  const config = body.generationConfig ?? body.generation_config;
  if (isObject(config) && hasSchema(config)) prompt.need("schema");
  return prompt.build();
}

/** A lone content or part may stand without its list. */
const contentsOf = (value: unknown): readonly JsonObject[] =>
  typeof value === "string"
    ? [{ parts: [{ text: value }] }]
    : isObject(value)
    ? [value]
    : objectsIn(value);
const partsOf = (value: unknown): readonly JsonObject[] =>
  isObject(value) ? [value] : objectsIn(value);

/** Gemini has no plain text here: callers put it under one of these names. */
function resultText(response: unknown): string {
  if (isObject(response)) {
    const { output, result } = response;
    const only = Object.keys(response).length === 1;
    if (only && typeof output === "string") return output;
    if (only && typeof result === "string") return result;
  }
  return JSON.stringify(response) ?? "";
}

function noteMedia(part: JsonObject, prompt: PromptBuilder): void {
  const media = part.inlineData ?? part.inline_data ?? part.fileData ?? part.file_data;
  if (!isObject(media)) return;
  const type = String(media.mimeType ?? media.mime_type ?? "");
  prompt.need(type.startsWith("image/") ? "images" : type.startsWith("audio/") ? "audio" : "files");
}

const hasSchema = (config: JsonObject): boolean =>
  ["responseSchema", "response_schema", "responseJsonSchema", "response_json_schema"]
    .some((name) => isObject(config[name]));
