/**
 * The endpoints of OpenAI's older dialect: chat, completions, embeddings.
 *
 * @module
 */
import type { Endpoint } from "../call.ts";
import {
  CHAT_FIELDS,
  checkFields,
  checkMessages,
  COMPLETION_FIELDS,
  EMBEDDING_FIELDS,
  requireField,
} from "./fields.ts";

/** `POST /v1/chat/completions` */
export const CHAT: Endpoint = {
  path: "/v1/chat/completions",
  upstreamPath: "/chat/completions",
  format: "openai_chat",
  canStream: true,
  asksForUsage: true,
  tokenInUser: true,
  check(body) {
    requireField(body, "messages");
    checkFields(body, CHAT_FIELDS);
    checkMessages(body.messages);
  },
};

/** `POST /v1/completions` (legacy) */
export const COMPLETIONS: Endpoint = {
  path: "/v1/completions",
  upstreamPath: "/completions",
  format: "openai_completions",
  canStream: true,
  asksForUsage: true,
  tokenInUser: true,
  check(body) {
    requireField(body, "prompt");
    checkFields(body, COMPLETION_FIELDS);
  },
};

/** `POST /v1/embeddings` */
export const EMBEDDINGS: Endpoint = {
  path: "/v1/embeddings",
  upstreamPath: "/embeddings",
  format: "openai_embeddings",
  canStream: false,
  asksForUsage: false,
  tokenInUser: false,
  check(body) {
    requireField(body, "input");
    checkFields(body, EMBEDDING_FIELDS);
  },
};
