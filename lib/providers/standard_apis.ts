/**
 * Each format where and how its own documentation says that it is spoken.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import {
  type Api,
  CHAT_FORMATS,
  type ChatFormat,
  type Provider,
  type SpokenFormat,
} from "./provider.ts";

const openAi = (path: string): Api => ({ path, auth: "bearer" });

/** Gemini's versions, the one with everything first (ai.google.dev/gemini-api/docs/api-versions). */
const GEMINI_VERSIONS = ["/v1beta", "/v1", "/v1alpha"] as const;

/** The formats as their makers speak them. */
export const STANDARD_APIS: Readonly<Record<SpokenFormat, Api>> = {
  openai_chat: openAi("/chat/completions"),
  openai_completions: openAi("/completions"),
  openai_embeddings: openAi("/embeddings"),
  openai_responses: openAi("/responses"),
  openai_images: openAi("/images/generations"),
  openai_audio: openAi("/audio/speech"),
  openai_moderations: openAi("/moderations"),
  rerank: openAi("/rerank"),
  anthropic_messages: {
    path: "/messages",
    countPath: "/messages/count_tokens",
    versions: ["/v1"],
    auth: "x-api-key",
    headers: { "anthropic-version": "2023-06-01" },
    forwardHeaders: ["anthropic-version", "anthropic-beta"],
  },
  gemini: {
    path: "/{resource}:generateContent",
    streamPath: "/{resource}:streamGenerateContent?alt=sse",
    countPath: "/{resource}:countTokens",
    versions: GEMINI_VERSIONS,
    auth: "x-goog-api-key",
  },
  gemini_embeddings: {
    path: "/{resource}:batchEmbedContents",
    embedOnePath: "/{resource}:embedContent",
    versions: GEMINI_VERSIONS,
    auth: "x-goog-api-key",
  },
};

const known = new WeakMap<Provider, Map<FormatName, Api>>();

/** Where and how a provider speaks a format, or would if it did. */
export function apiOf(provider: Provider, format: FormatName): Api {
  let apis = known.get(provider);
  if (apis === undefined) known.set(provider, apis = new Map());
  let api = apis.get(format);
  if (api === undefined) apis.set(format, api = merged(provider, format));
  return api;
}

function merged({ auth, speaks }: Provider, format: FormatName): Api {
  const spoken = format === "none" ? "openai_chat" : format;
  return { ...STANDARD_APIS[spoken], ...(auth === undefined ? {} : { auth }), ...speaks[spoken] };
}

/** Whether conversations are held in a format. */
export function isChatFormat(format: string): format is ChatFormat {
  return CHAT_FORMATS.some((chat) => chat === format);
}
