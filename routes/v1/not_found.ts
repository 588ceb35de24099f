/**
 * Everything under `/v1` that does not exist, in OpenAI's shape: an HTML page or another dialect's
 * error would only confuse a client library.
 *
 * @module
 */
import type { Handler } from "hono";
import { FlowError } from "../../lib/domain/errors.ts";
import type { AppEnv } from "../env.ts";

/** 404 for an unknown path. */
export const unknownEndpoint: Handler<AppEnv> = (c) => {
  throw new FlowError(
    "not_found",
    `There is no ${c.req.method} ${c.req.path}. This gateway answers POST /v1/chat/completions, ` +
      "/v1/responses, /v1/messages, /v1/completions, /v1/embeddings, /v1/images/generations, " +
      "/v1/audio/speech, /v1/audio/transcriptions, /v1/moderations, /v1/rerank, " +
      "/v1beta/models/{model}:generateContent, and GET /v1/models.",
  );
};

/** 405 for a known path with another method. */
export function methodNotAllowed(allowed: string): Handler<AppEnv> {
  return (c) => {
    throw new FlowError(
      "method_not_allowed",
      `${c.req.path} takes ${allowed}, not ${c.req.method}.`,
      { headers: { allow: allowed } },
    );
  };
}
