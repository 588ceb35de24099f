/**
 * Whether an event of the Responses format shows something of the answer: not those that only open
 * a response, an item or a part of one.
 *
 * @module
 */
import { isObject } from "../json/guards.ts";

/** A fragment, or an item that came whole; also an end, since nothing comes after it. */
export function hasContent(data: unknown): boolean {
  if (!isObject(data) || typeof data.type !== "string") return false;
  if (data.type.endsWith(".delta")) return data.delta !== "";
  return data.type === "response.output_item.done" || data.type === "response.completed";
}
