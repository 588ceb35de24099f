/**
 * OpenAI's Responses as a prompt. A part of a message may be called `input_text` or `text`.
 *
 * @module
 */
import type { JsonObject } from "../domain/json.ts";
import { isFilled, isObject, objectsIn, type Prompt, PromptBuilder, textsOf } from "./prompt.ts";

const TEXT = ["input_text", "text", "output_text"];
const RESULTS: readonly unknown[] = [
  "function_call_output",
  "custom_tool_call_output",
  "local_shell_call_output",
  "shell_call_output",
];

export function readResponsesPrompt(body: JsonObject): Prompt {
  const prompt = new PromptBuilder();
  if (typeof body.input === "string") prompt.turn("user", [body.input]);
  for (const item of objectsIn(body.input)) readItem(item, prompt);
  if (isFilled(body.tools)) prompt.need("tools");
  const format = isObject(body.text) ? body.text.format : undefined;
  if (isObject(format) && format.type === "json_schema") prompt.need("schema");
  return prompt.build();
}

function readItem(item: JsonObject, prompt: PromptBuilder): void {
  if (RESULTS.includes(item.type)) {
    prompt.turn("tool", textsOf(item.output, TEXT));
    prompt.media(item.output);
  } else if (item.type === "message" || item.type === undefined) {
    prompt.turn(item.role === "user" ? "user" : "other", textsOf(item.content, TEXT));
    prompt.media(item.content);
  }
}
