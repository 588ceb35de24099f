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
      "POST /v1/completions, POST /v1/embeddings, GET /v1/models and GET /v1/models/{id}.",
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
