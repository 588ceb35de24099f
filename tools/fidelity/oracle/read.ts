/**
 * Reads any of the four formats.
 *
 * @module
 */
import type { Format } from "../recordings.ts";
import { readMessage, readMessageStream } from "./anthropic.ts";
import { readChat, readChatStream } from "./chat.ts";
import { readGenerated, readGeneratedStream } from "./gemini.ts";
import { isRecord, type Json } from "./json.ts";
import type { Reading } from "./reading.ts";
import { readResponse, readResponseStream } from "./responses.ts";

interface Reader {
  readonly whole: (body: Json) => Reading;
  readonly stream: (bytes: Uint8Array | string) => Reading;
}

const READERS: Readonly<Record<Format, Reader>> = {
  openai_chat: { whole: readChat, stream: readChatStream },
  openai_responses: { whole: readResponse, stream: readResponseStream },
  anthropic_messages: { whole: readMessage, stream: readMessageStream },
  gemini: { whole: readGenerated, stream: readGeneratedStream },
};

/** A whole answer that is parsed already. */
export function readWhole(format: Format, body: Json): Reading {
  return READERS[format].whole(body);
}

/** An answer as bytes: a JSON object where it is one, else a stream. */
export function readBytes(format: Format, bytes: Uint8Array | string): Reading {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  const body = jsonOf(text);
  return body === null ? READERS[format].stream(text) : READERS[format].whole(body);
}

function jsonOf(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    // Gemini's errors may stand in a list of one.
    const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    return isRecord(single) ? single : null;
  } catch {
    return null; // a stream
  }
}
