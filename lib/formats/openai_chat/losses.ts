/**
 * What a rendering as chat completions could not carry over.
 *
 * @module
 */
import type { JsonObject } from "../../domain/json.ts";
import { FormatLosses } from "../losses.ts";

/** The warnings of one rendering. */
export class Losses extends FormatLosses {
  constructor() {
    super("openai_chat", "OpenAI chat");
  }
}

/** What another format calls a part of its own: its type, or the member that it consists of. */
export function foreignName(value: JsonObject): string {
  return typeof value.type === "string" ? value.type : Object.keys(value)[0] ?? "unknown";
}
