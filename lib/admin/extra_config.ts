/**
 * `extra_config`: what older scripts say about a provider key in one JSON text.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { FormatChoice } from "../providers/provider.ts";
import { FORMAT_CHOICES } from "./key_format.ts";

/** What the text can say. */
export interface ExtraConfig {
  readonly baseUrl: string | null;
  readonly format: FormatChoice;
}

/**
 * Reads the text: `{"base_url": "…", "format": "…"}`, both optional.
 *
 * @throws FlowError `invalid_request` for anything else
 */
export function parseExtraConfig(text: string): ExtraConfig {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refused("it must be a JSON object in a text");
  }
  let config: ExtraConfig = { baseUrl: null, format: "auto" };
  for (const [name, member] of Object.entries(value)) {
    if (name === "base_url" && (typeof member === "string" || member === null)) {
      config = { ...config, baseUrl: member === null || member.trim() === "" ? null : member };
    } else if (name === "format" && FORMAT_CHOICES.some((format) => format === member)) {
      config = { ...config, format: member };
    } else {
      throw refused("its members are 'base_url', a text, and 'format', one of " + FORMATS);
    }
  }
  return config;
}

/** The text that says it; null when there is nothing to say. */
export function extraConfigText({ baseUrl, format }: ExtraConfig): string | null {
  const members = {
    ...(baseUrl === null ? {} : { base_url: baseUrl }),
    ...(format === "auto" ? {} : { format }),
  };
  return Object.keys(members).length === 0 ? null : JSON.stringify(members);
}

const FORMATS = FORMAT_CHOICES.join(", ");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(why: string): FlowError {
  return new FlowError("invalid_request", `Cannot use extra_config: ${why}.`, {
    param: "extra_config",
  });
}
