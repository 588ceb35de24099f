/**
 * Embeddings between OpenAI's `/v1/embeddings` and Gemini's `:embedContent`, `:batchEmbedContents`.
 *
 * Source: OpenAI API reference, "Embeddings"; Gemini API reference, `models.batchEmbedContents`.
 *
 * @module
 */
import type { Warning } from "../../domain/conversation/warning.ts";
import { FlowError } from "../../domain/errors.ts";
import type { Usage } from "../../domain/usage.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, objectAt } from "../json/guards.ts";
import { decodeFloats, encodeFloats } from "../float_bytes.ts";
import { Losses } from "./losses.ts";
import { canonicalMembers } from "./member_names.ts";
import {
  integerMember,
  itemsMember,
  objectMember,
  requireObject,
  requireText,
  textMember,
  wrongType,
  wrongValue,
} from "./typed_members.ts";
import { readUsage } from "./usage.ts";

/** A body in another format, and what it could not say. */
export interface Translated {
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
}

/**
 * OpenAI's request as `batchEmbedContents`. Throws `invalid_request` for inputs that are no text:
 * token numbers mean nothing to another model.
 */
export function renderEmbedRequest(body: JsonObject, model: string): Translated {
  const losses = new Losses();
  const inputs = textsIn(body.input);
  const outputDimensionality = integerMember(body, "dimensions", "");
  encodingOf(body);
  if (textMember(body, "user", "") !== undefined) {
    losses.dropped("user", "Gemini takes no name of an end user.");
  }
  const path = model.startsWith("models/") ? model : `models/${model}`;
  const requests = inputs.map((text) =>
    defined({ model: path, content: { parts: [{ text }] }, outputDimensionality })
  );
  return { body: { requests }, warnings: losses.warnings };
}

function textsIn(input: unknown): readonly string[] {
  if (typeof input === "string") return [input];
  if (!Array.isArray(input) || input.length === 0) {
    throw wrongType("input", "a string or an array of strings", input);
  }
  return input.map((one: unknown, i) => {
    if (typeof one === "string") return one;
    throw wrongValue(
      typeof one === "number" ? "input" : `input[${i}]`,
      "Gemini embeds text only: token numbers belong to the model that they were made for. Send " +
        "strings.",
    );
  });
}

function encodingOf(body: JsonObject): "float" | "base64" {
  const encoding = textMember(body, "encoding_format", "") ?? "float";
  if (encoding === "float" || encoding === "base64") return encoding;
  throw wrongValue(
    "encoding_format",
    `Invalid 'encoding_format': expected "float" or "base64", but got '${encoding.slice(0, 40)}'.`,
  );
}

/** An answer in another format; `usage` is null when the provider told none. */
export interface TranslatedAnswer extends Translated {
  readonly usage: Usage | null;
}

/**
 * Gemini's answer as OpenAI's, in the encoding that `request`, the caller's body, asks for. Throws
 * `upstream_invalid_response` for an answer without vectors.
 */
export function renderEmbeddingList(
  answer: JsonObject,
  request: JsonObject,
  model: string,
): TranslatedAnswer {
  const losses = new Losses();
  const isBase64 = encodingOf(request) === "base64";
  const data = vectorsIn(answer).map((values, index) => ({
    object: "embedding",
    index,
    embedding: isBase64 ? encodeFloats(values) : values,
  }));
  const usage = readUsage(answer.usageMetadata);
  if (usage === null) {
    losses.adapted("usage", "Gemini counted no tokens of this request; OpenAI's shape says 0.");
  }
  const tokens = usage?.promptTokens ?? 0;
  const body = {
    object: "list",
    data,
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
  return { body, usage, warnings: losses.warnings };
}

function vectorsIn(answer: JsonObject): readonly (readonly number[])[] {
  const single = objectAt(answer, "embedding");
  const list: unknown = single === undefined ? answer.embeddings : [single];
  const vectors = Array.isArray(list)
    ? list.map((one: unknown) => isObject(one) ? numbersIn(one.values) : null)
    : [];
  const found = vectors.filter((vector) => vector !== null);
  if (found.length > 0 && found.length === vectors.length) return found;
  throw invalidAnswer();
}

function numbersIn(values: unknown): readonly number[] | null {
  return Array.isArray(values) && values.every((value) => typeof value === "number")
    ? values
    : null;
}

function invalidAnswer(): FlowError {
  return new FlowError(
    "upstream_invalid_response",
    "Cannot read the provider's answer: it holds no embeddings.",
  );
}

/**
 * A caller's `embedContent` or `batchEmbedContents` as OpenAI's request. Throws `invalid_request` for
 * contents that are no text, and for a batch whose requests ask for different sizes.
 */
export function parseEmbedRequest(body: JsonObject, model: string): Translated {
  const losses = new Losses();
  const from = canonicalMembers(body);
  const requests = itemsMember(from, "requests");
  const inputs: string[] = [];
  const sizes = new Set<number | undefined>();
  (requests ?? [from]).forEach((value, i) => {
    const at = requests === undefined ? "" : `requests[${i}]`;
    const request = requireObject(value, at);
    inputs.push(textOf(request, at));
    sizes.add(sizeOf(request, at, losses));
  });
  if (sizes.size > 1) {
    throw wrongValue(
      "requests[1].outputDimensionality",
      "The requests of this batch ask for different sizes, and this provider gives one size to all.",
    );
  }
  const [dimensions] = sizes;
  return {
    body: defined({ model, input: inputs, dimensions, encoding_format: "float" }),
    warnings: losses.warnings,
  };
}

function textOf(request: JsonObject, at: string): string {
  const prefix = at === "" ? "" : `${at}.`;
  const content = requireObject(request.content, `${prefix}content`);
  const parts = itemsMember(content, "parts") ?? [];
  const texts = parts.map((part, i) => {
    const path = `${prefix}content.parts[${i}]`;
    return requireText(requireObject(part, path).text, `${path}.text`);
  });
  if (texts.length === 0) throw wrongType(`${prefix}content.parts`, "an array of parts", undefined);
  return texts.join("");
}

function sizeOf(request: JsonObject, at: string, losses: Losses): number | undefined {
  const config = objectMember(request, "embedContentConfig", at) ?? {};
  for (const name of ["taskType", "title", "autoTruncate"]) {
    if ((request[name] ?? config[name]) === undefined) continue;
    losses.dropped(at === "" ? name : `${at}.${name}`, `The provider's format has no '${name}'.`);
  }
  return integerMember(request, "outputDimensionality", at) ??
    integerMember(config, "outputDimensionality", at);
}

/**
 * OpenAI's answer as Gemini's; `isBatch` as the caller asked. Throws `upstream_invalid_response` for an
 * answer without vectors.
 */
export function renderEmbedAnswer(answer: JsonObject, isBatch: boolean): JsonObject {
  const data = Array.isArray(answer.data) ? answer.data.filter(isObject) : [];
  const ordered = data.toSorted((a, b) => Number(a.index ?? 0) - Number(b.index ?? 0));
  const embeddings = ordered.map(({ embedding }) => {
    const values = typeof embedding === "string" ? decodeFloats(embedding) : numbersIn(embedding);
    if (values === null) throw invalidAnswer();
    return { values };
  });
  if (embeddings.length === 0) throw invalidAnswer();
  const tokens = objectAt(answer, "usage")?.prompt_tokens;
  const usage = typeof tokens === "number" ? { usageMetadata: { promptTokenCount: tokens } } : {};
  return isBatch ? { embeddings, ...usage } : { embedding: embeddings[0], ...usage };
}
