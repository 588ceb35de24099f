/**
 * Joins the fragments of content that a stream sends as lists of parts (Mistral's `content`,
 * OpenRouter's `reasoning_details`).
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";

/** Members of a part that come in fragments. */
const TEXTS = ["text", "summary"];

/**
 * Appends a part to a list that belongs to the caller; a part of the same kind as the last one
 * continues that one's text.
 */
export function appendPart(list: unknown[], part: unknown): void {
  const last = list.at(-1);
  if (!isObject(part)) {
    list.push(part);
  } else if (isObject(last) && continues(last, part)) {
    list[list.length - 1] = joined(last, part);
  } else {
    // Inner lists are copied, so that later fragments do not change somebody else's.
    list.push(Array.isArray(part.thinking) ? { ...part, thinking: [...part.thinking] } : part);
  }
}

function continues(last: JsonObject, part: JsonObject): boolean {
  if (last.type !== part.type || last.index !== part.index) return false;
  return (Array.isArray(last.thinking) && Array.isArray(part.thinking)) ||
    TEXTS.some((key) => typeof last[key] === "string" && typeof part[key] === "string");
}

function joined(last: JsonObject, part: JsonObject): JsonObject {
  const out: Record<string, unknown> = { ...last };
  for (const [key, value] of Object.entries(part)) {
    const before = last[key];
    if (key === "thinking" && Array.isArray(before) && Array.isArray(value)) {
      for (const inner of value) appendPart(before, inner);
    } else if (TEXTS.includes(key) && typeof before === "string" && typeof value === "string") {
      out[key] = before + value;
    } else if (value !== null) {
      out[key] = value;
    }
  }
  return out;
}
