/**
 * Whether a chunk shows something of the answer: not the counts, not an empty text.
 *
 * @module
 */
import { isObject, objectAt } from "../json/guards.ts";

/** A part with any content in a candidate of a parsed chunk, or of a list of chunks. */
export function hasContent(data: unknown): boolean {
  if (Array.isArray(data)) return data.some(hasContent);
  if (!isObject(data) || !Array.isArray(data.candidates)) return false;
  return data.candidates.some((candidate: unknown) => {
    const parts = objectAt(candidate, "content")?.parts;
    return Array.isArray(parts) && parts.some(isContent);
  });
}

function isContent(part: unknown): boolean {
  if (!isObject(part)) return false;
  if (typeof part.text === "string") return part.text !== "";
  return Object.values(part).some(isObject);
}
