/**
 * Whether an event of Anthropic's shows something of the answer: not the frame, not an empty block.
 *
 * @module
 */
import { isObject, objectAt } from "../json/guards.ts";

/** Text, thinking, arguments, or a block that comes whole. */
export function hasContent(data: unknown): boolean {
  if (!isObject(data)) return false;
  if (data.type === "content_block_delta") {
    const { type: _, ...pieces } = objectAt(data, "delta") ?? {};
    return Object.values(pieces).some(isContent);
  }
  const block = objectAt(data, "content_block");
  if (data.type !== "content_block_start" || block === undefined) return false;
  if (block.type === "text") return isContent(block.text);
  return block.type === "thinking" ? isContent(block.thinking) : true;
}

function isContent(value: unknown): boolean {
  return typeof value === "string" ? value !== "" : isObject(value);
}
