/**
 * OpenAI's Chat Completions as a prompt.
 *
 * @module
 */
import type { JsonObject } from "../domain/json.ts";
import {
  isFilled,
  isObject,
  objectsIn,
  type Prompt,
  PromptBuilder,
  type Speaker,
  textsOf,
} from "./prompt.ts";

const SPEAKERS: ReadonlyMap<unknown, Speaker> = new Map([
  ["user", "user"],
  ["tool", "tool"],
  ["function", "tool"],
]);

export function readChatPrompt(body: JsonObject): Prompt {
  const prompt = new PromptBuilder();
  for (const { role, content } of objectsIn(body.messages)) {
    prompt.turn(SPEAKERS.get(role) ?? "other", textsOf(content, ["text"]));
    prompt.media(content);
  }
  if (isFilled(body.tools) || isFilled(body.functions)) prompt.need("tools");
  const format = body.response_format;
  if (isObject(format) && format.type === "json_schema") prompt.need("schema");
  return prompt.build();
}
