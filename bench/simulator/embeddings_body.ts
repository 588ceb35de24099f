/**
 * Embeddings that follow from the text: the same text has the same vector.
 *
 * @module
 */
import { type ChatRequest, promptTokensOf } from "./usage.ts";

const DEFAULT_DIMENSIONS = 8;

/** The answer of `POST /v1/embeddings`; base64 (little-endian float32) when asked for. */
export function embeddingsBody(request: ChatRequest, model: string): string {
  const inputs: readonly unknown[] = Array.isArray(request.input) ? request.input : [request.input];
  const dimensions = typeof request.dimensions === "number"
    ? request.dimensions
    : DEFAULT_DIMENSIONS;
  const tokens = promptTokensOf(request);
  return JSON.stringify({
    object: "list",
    data: inputs.map((input, index) => {
      const vector = vectorOf(JSON.stringify(input ?? null), dimensions);
      const embedding = request.encoding_format === "base64" ? base64(vector) : [...vector];
      return { object: "embedding", index, embedding };
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** FNV-1a over the text, continued for each dimension; values in [-1, 1). */
function vectorOf(text: string, dimensions: number): Float32Array<ArrayBuffer> {
  let hash = 0x811c9dc5;
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193);
  };
  for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  return Float32Array.from({ length: dimensions }, (_, index) => {
    mix(index);
    return hash / 0x8000_0000;
  });
}

function base64(vector: Float32Array<ArrayBuffer>): string {
  return new Uint8Array(vector.buffer).toBase64();
}
