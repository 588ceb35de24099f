/**
 * Gemini's other way to stream: without `alt=sse` the answers come as the elements of one JSON array
 * (ai.google.dev/api/generate-content, `streamGenerateContent`).
 *
 * @module
 */
import { SseDecoder } from "../sse/decoder.ts";

const encoder = new TextEncoder();

/** Turns an event stream into that array, element by element as they come. */
export function asJsonArray(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new SseDecoder();
  let hasBegun = false;
  const element = (data: string): Uint8Array => {
    const before = hasBegun ? ",\r\n" : "[";
    hasBegun = true;
    return encoder.encode(before + data);
  };
  return new TransformStream({
    transform(bytes, controller) {
      for (const { data } of decoder.push(bytes)) controller.enqueue(element(data));
    },
    flush(controller) {
      for (const { data } of decoder.flush()) controller.enqueue(element(data));
      controller.enqueue(encoder.encode(hasBegun ? "]" : "[]"));
    },
  });
}
