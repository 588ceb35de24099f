/**
 * OpenAI's endpoints for pictures, sound and moderation, and the reranking that others have beside
 * them. They are passed on as they are to any provider; one that lacks them answers with its own 404.
 *
 * @module
 */
import type { Endpoint } from "../call.ts";
import { requireField } from "../openai_chat/fields.ts";

const COMMON = { asksForUsage: false, tokenInUser: false } as const;

/** `POST /v1/images/generations` */
export const IMAGE_GENERATIONS: Endpoint = {
  ...COMMON,
  path: "/v1/images/generations",
  upstreamPath: "/images/generations",
  format: "openai_images",
  canStream: true,
  check: (body) => requireField(body, "prompt"),
};

/** `POST /v1/images/edits`: a form with the pictures, or JSON that says where they are. */
export const IMAGE_EDITS: Endpoint = {
  ...COMMON,
  path: "/v1/images/edits",
  upstreamPath: "/images/edits",
  format: "openai_images",
  canStream: true,
  takesForms: true,
  check: (body) => requireField(body, "prompt"),
};

/** `POST /v1/audio/speech`: answers with sound. */
export const SPEECH: Endpoint = {
  ...COMMON,
  path: "/v1/audio/speech",
  upstreamPath: "/audio/speech",
  format: "openai_audio",
  canStream: false,
  answers: "any",
  check: (body) => requireField(body, "input"),
};

/** `POST /v1/audio/transcriptions`: answers with JSON, or with text or subtitles. */
export const TRANSCRIPTIONS: Endpoint = {
  ...COMMON,
  path: "/v1/audio/transcriptions",
  upstreamPath: "/audio/transcriptions",
  format: "openai_audio",
  canStream: true,
  takesForms: true,
  answers: "any",
  check: () => {},
};

/** `POST /v1/audio/translations` */
export const TRANSLATIONS: Endpoint = {
  ...COMMON,
  path: "/v1/audio/translations",
  upstreamPath: "/audio/translations",
  format: "openai_audio",
  canStream: false,
  takesForms: true,
  answers: "any",
  check: () => {},
};

/** `POST /v1/moderations` */
export const MODERATIONS: Endpoint = {
  ...COMMON,
  path: "/v1/moderations",
  upstreamPath: "/moderations",
  format: "openai_moderations",
  canStream: false,
  // What OpenAI takes when none is named.
  defaultModel: "omni-moderation-latest",
  check: (body) => requireField(body, "input"),
};

/** `POST /v1/rerank` (Jina, Voyage, Cohere, Together and others) */
export const RERANK: Endpoint = {
  ...COMMON,
  path: "/v1/rerank",
  upstreamPath: "/rerank",
  format: "rerank",
  canStream: false,
  check(body) {
    requireField(body, "query");
    requireField(body, "documents");
  },
};
