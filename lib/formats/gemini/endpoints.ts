/**
 * Gemini's endpoints: the model and the method are in the path.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { Endpoint, PathFacts } from "../call.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { checkBody } from "./check_body.ts";

const GENERATE: Endpoint = {
  path: "/v1beta/models/{model}:generateContent",
  upstreamPath: null,
  format: "gemini",
  canStream: true,
  asksForUsage: false,
  tokenInUser: false,
  modelInPath: true,
  check: checkBody,
};

const EMBED: Endpoint = {
  ...GENERATE,
  path: "/v1beta/models/{model}:embedContent",
  format: "gemini_embeddings",
  canStream: false,
  embedsOne: true,
  check: (body) => requireContent(body, "content"),
};

const METHODS: Readonly<Record<string, Endpoint>> = {
  generateContent: GENERATE,
  streamGenerateContent: { ...GENERATE, path: "/v1beta/models/{model}:streamGenerateContent" },
  countTokens: {
    ...GENERATE,
    path: "/v1beta/models/{model}:countTokens",
    canStream: false,
    countsTokens: true,
    // The request to be counted may stand inside `generateContentRequest`.
    check: (body) => isObject(body.generateContentRequest) ? undefined : checkBody(body),
  },
  embedContent: EMBED,
  batchEmbedContents: {
    ...EMBED,
    path: "/v1beta/models/{model}:batchEmbedContents",
    embedsOne: false,
    check: (body) => requireContent(body, "requests"),
  },
};

/**
 * What a path behind `/v1beta/models/` asks for: `gemini-2.5-flash:generateContent`. Model names may
 * hold slashes and colons themselves.
 *
 * Throws `not_found` for an unknown method.
 */
export function geminiCall(path: string): { endpoint: Endpoint; facts: PathFacts } {
  const colon = path.lastIndexOf(":");
  const method = path.slice(colon + 1);
  const endpoint = colon < 0 || !Object.hasOwn(METHODS, method) ? undefined : METHODS[method];
  if (endpoint === undefined) {
    throw new FlowError(
      "not_found",
      `There is no method '${colon < 0 ? "" : method}' of models: call ` +
        `{model}:${Object.keys(METHODS).join(", {model}:")}.`,
    );
  }
  return {
    endpoint,
    facts: { model: path.slice(0, colon), stream: method === "streamGenerateContent" },
  };
}

function requireContent(body: JsonObject, field: string): void {
  if (isObject(body[field]) || Array.isArray(body[field])) return;
  throw new FlowError("invalid_request", `Missing '${field}': it holds what is to be embedded.`, {
    param: field,
  });
}
