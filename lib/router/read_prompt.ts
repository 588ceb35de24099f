/**
 * Reads a request body of any chat format as a prompt. Never throws: what cannot be read is not there.
 *
 * @module
 */
import type { JsonObject } from "../domain/json.ts";
import type { FormatName } from "../domain/request_record.ts";
import type { Prompt } from "./prompt.ts";
import { readAnthropicPrompt } from "./read_anthropic_prompt.ts";
import { readChatPrompt } from "./read_chat_prompt.ts";
import { readGeminiPrompt } from "./read_gemini_prompt.ts";
import { readResponsesPrompt } from "./read_responses_prompt.ts";

type ReadPrompt = (body: JsonObject) => Prompt;

const READERS: ReadonlyMap<FormatName, ReadPrompt> = new Map<FormatName, ReadPrompt>([
  ["openai_chat", readChatPrompt],
  ["openai_responses", readResponsesPrompt],
  ["anthropic_messages", readAnthropicPrompt],
  ["gemini", readGeminiPrompt],
]);

/** Whether requests of a format are conversations, which alone can be routed. */
export function isConversation(format: FormatName): boolean {
  return READERS.has(format);
}

/** The prompt of a body; an empty one for a format that holds no conversations. */
export function readPrompt(format: FormatName, body: JsonObject): Prompt {
  return READERS.get(format)?.(body) ?? readChatPrompt({});
}
