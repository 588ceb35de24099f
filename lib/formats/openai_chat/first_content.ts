/**
 * Whether a chunk of the OpenAI dialect shows something of the answer: not the empty chunk that only
 * names the role.
 *
 * @module
 */
import { isObject } from "../json/guards.ts";

/** Text, a list or an object in any delta of a parsed chunk. */
export function hasContent(chunk: unknown): boolean {
  return isObject(chunk) && Array.isArray(chunk.choices) && chunk.choices.some(choiceHasContent);
}

/** Text, a list or an object in any member of the delta but the role; text of a legacy completion. */
function choiceHasContent(choice: unknown): boolean {
  if (!isObject(choice)) return false;
  if (typeof choice.text === "string" && choice.text !== "") return true;
  if (!isObject(choice.delta)) return false;
  return Object.entries(choice.delta).some(([key, value]) => key !== "role" && isContent(value));
}

function isContent(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  return Array.isArray(value) ? value.length > 0 : isObject(value);
}
