/**
 * Embeddings between a caller and a provider that ask for them differently: Gemini has a format of its
 * own, and not everybody knows OpenAI's base64.
 *
 * @module
 */
import type { Warning } from "../domain/conversation/warning.ts";
import type { JsonObject } from "../domain/json.ts";
import type { FormatName } from "../domain/request_record.ts";
import type { Usage } from "../domain/usage.ts";
import type { Call } from "../formats/call.ts";
import { encodeFloats } from "../formats/float_bytes.ts";
import {
  parseEmbedRequest,
  renderEmbedAnswer,
  renderEmbeddingList,
  renderEmbedRequest,
} from "../formats/gemini/embeddings.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { memberValue } from "../formats/json/members.ts";
import { readUsage } from "../formats/openai_chat/usage.ts";
import { jsonBytes } from "./translation.ts";

/** An answer as the caller wants it. */
export interface CallerVectors {
  /** Null: the bytes are right as they came. */
  readonly body: JsonObject | null;
  readonly usage: Usage | null;
  readonly warnings: readonly Warning[];
}

/** The way of an answer back to the caller. Throws `upstream_invalid_response`. */
export type VectorsBack = (answer: JsonObject) => CallerVectors;

/** A request for embeddings on its way. */
export interface EmbeddingsRequest {
  /** Null: the caller's own. */
  readonly bytes: Uint8Array | null;
  readonly warnings: readonly Warning[];
  readonly back: VectorsBack;
}

const decoder = new TextDecoder();

/**
 * What has to be done to a request and its answer; null when both may pass as they are. Throws
 * `invalid_request` for what the provider's format cannot express.
 */
export function embeddingsRequest(
  call: Call,
  callerFormat: FormatName,
  format: FormatName,
  model: string,
): EmbeddingsRequest | null {
  if (callerFormat === "openai_embeddings") {
    if (format === "gemini_embeddings") return toGemini(call, model);
    return wantsBase64(call) ? { bytes: null, warnings: [], back: inBase64 } : null;
  }
  if (callerFormat !== "gemini_embeddings") return null;
  if (format === "openai_embeddings") return toOpenAi(call, model);
  return call.model === model ? null : renamed(call, model);
}

function toGemini(call: Call, model: string): EmbeddingsRequest {
  const request = bodyOf(call);
  const { body, warnings } = renderEmbedRequest(request, model);
  return {
    bytes: jsonBytes(body),
    warnings,
    back: (answer) => renderEmbeddingList(answer, request, call.model),
  };
}

function toOpenAi(call: Call, model: string): EmbeddingsRequest {
  const request = bodyOf(call);
  const { body, warnings } = parseEmbedRequest(request, model);
  const isBatch = Array.isArray(request.requests);
  return {
    bytes: jsonBytes(body),
    warnings,
    back: (answer) => ({
      body: renderEmbedAnswer(answer, isBatch),
      usage: readUsage(answer.usage),
      warnings: [],
    }),
  };
}

/** Each request of a batch names the model again. */
function renamed(call: Call, model: string): EmbeddingsRequest {
  const request = bodyOf(call);
  const name = `models/${model}`;
  const requests = Array.isArray(request.requests)
    ? {
      requests: request.requests.map((one: unknown) =>
        isObject(one) ? { ...one, model: name } : one
      ),
    }
    : {};
  const own = "model" in request ? { model: name } : {};
  return {
    bytes: jsonBytes({ ...request, ...own, ...requests }),
    warnings: [],
    back: () => ({ body: null, usage: null, warnings: [] }),
  };
}

function wantsBase64({ bytes, members }: Call): boolean {
  const member = members.find(({ key }) => key === "encoding_format");
  return member !== undefined && memberValue(bytes, member) === "base64";
}

/** Clients that asked for base64 misread lists of numbers: where a provider sends those, we encode. */
function inBase64(answer: JsonObject): CallerVectors {
  const data = Array.isArray(answer.data) ? answer.data : [];
  const isEncoded = data.every((one) => !isObject(one) || !Array.isArray(one.embedding));
  const usage = readUsage(answer.usage);
  if (isEncoded) return { body: null, usage, warnings: [] };
  const encoded = data.map((one: unknown) =>
    isObject(one) && Array.isArray(one.embedding)
      ? { ...one, embedding: encodeFloats(one.embedding.map(Number)) }
      : one
  );
  return { body: { ...answer, data: encoded }, usage, warnings: [] };
}

function bodyOf(call: Call): JsonObject {
  const body = parseJson(decoder.decode(call.bytes));
  return isObject(body) ? body : {};
}
