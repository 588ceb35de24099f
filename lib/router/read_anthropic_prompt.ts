/**
 * Anthropic's Messages as a prompt. Results of tools stand in messages of the user.
 *
 * @module
 */
import type { JsonObject } from "../domain/json.ts";
import { isFilled, isObject, objectsIn, type Prompt, PromptBuilder, textsOf } from "./prompt.ts";

export function readAnthropicPrompt(body: JsonObject): Prompt {
  const prompt = new PromptBuilder();
  for (const { role, content } of objectsIn(body.messages)) {
    const results = objectsIn(content).filter(({ type }) => type === "tool_result");
    for (const result of results) {
      prompt.turn("tool", textsOf(result.content, ["text"]));
      prompt.media(result.content);
    }
    const texts = textsOf(content, ["text"]);
    const isResultsOnly = results.length > 0 && texts.length === 0;
    if (!isResultsOnly) prompt.turn(role === "user" ? "user" : "other", texts);
    prompt.media(content);
  }
  if (isFilled(body.tools)) prompt.need("tools");
  const config = isObject(body.output_config) ? body.output_config : {};
  if (isObject(config.format) || isObject(body.output_format)) prompt.need("schema");
  return prompt.build();
}
