/**
 * What a rendering to or from Gemini could not carry over.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import { FormatLosses } from "../losses.ts";

/** The warnings of one rendering. */
export class Losses extends FormatLosses {
  constructor() {
    super("gemini", "Gemini");
  }
}

/** Gemini's own members as an extra; undefined when there are none. */
export function extraOf(fields: JsonObject): Extra | undefined {
  return Object.keys(fields).length === 0 ? undefined : { format: "gemini", fields };
}
