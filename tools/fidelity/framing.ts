/**
 * Frames events as their providers do.
 *
 * @module
 */
import { isRecord } from "./oracle/json.ts";
import type { Format } from "./recordings.ts";

/** Parsed events as the bytes of a stream of this format. */
export function frameEvents(format: Format, events: readonly unknown[]): Uint8Array {
  const frames = events.map((event) => frame(format, event));
  if (format === "openai_chat") frames.push("data: [DONE]\n\n");
  return new TextEncoder().encode(frames.join(""));
}

function frame(format: Format, event: unknown): string {
  const data = JSON.stringify(event);
  switch (format) {
    case "openai_chat":
      return `data: ${data}\n\n`;
    case "gemini":
      return `data: ${data}\r\n\r\n`;
    case "openai_responses":
    case "anthropic_messages": {
      const type = isRecord(event) && typeof event.type === "string" ? event.type : "message";
      return `event: ${type}\ndata: ${data}\n\n`;
    }
  }
}
