/**
 * What a whole (not streamed) answer of the OpenAI dialect says about itself. Only the few top-level
 * members that matter are parsed: an embeddings answer can be megabytes of numbers.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../../domain/usage.ts";
import { isObject, textAt } from "../json/guards.ts";
import { memberValue, topLevelMembers } from "../json/members.ts";
import { readUsage } from "./usage.ts";

/** Facts read off an answer. */
export interface ResponseSummary {
  readonly usage: Usage;
  readonly model: string | null;
  readonly finishReason: string | null;
  /** Whether the bytes are a JSON object at all (its end included, so that a cut one is noticed). */
  readonly isJsonObject: boolean;
  /** Whether a provider reported an error under a success status. */
  readonly hasError: boolean;
}

const UNREADABLE: ResponseSummary = {
  usage: NO_USAGE,
  model: null,
  finishReason: null,
  isJsonObject: false,
  hasError: false,
};

/** Summarises the bytes of an answer. Never throws: an answer may be anything. */
export function summarizeResponse(bytes: Uint8Array): ResponseSummary {
  if (firstByte(bytes) !== 0x7b || lastByte(bytes) !== 0x7d) return UNREADABLE;
  const found: Record<string, unknown> = {};
  try {
    for (const member of topLevelMembers(bytes)) {
      if (WANTED.has(member.key)) found[member.key] = memberValue(bytes, member);
    }
  } catch {
    return UNREADABLE; // not JSON after all: the caller of this function decides what that means
  }
  const choices = Array.isArray(found.choices) ? found.choices : [];
  return {
    usage: readUsage(found.usage),
    model: textAt(found, "model"),
    finishReason: choices.map((c) => textAt(c, "finish_reason")).find((r) => r !== null) ?? null,
    isJsonObject: true,
    hasError: isObject(found.error) || typeof found.error === "string",
  };
}

const WANTED: ReadonlySet<string> = new Set(["usage", "model", "choices", "error"]);

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function firstByte(bytes: Uint8Array): number | undefined {
  let at = 0;
  while (isSpace(bytes[at])) at++;
  return bytes[at];
}

function lastByte(bytes: Uint8Array): number | undefined {
  let at = bytes.length - 1;
  while (at >= 0 && isSpace(bytes[at])) at--;
  return bytes[at];
}
