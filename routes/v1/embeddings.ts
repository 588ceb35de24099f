/**
 * `POST /v1/embeddings`
 *
 * @module
 */
import type { Handler } from "hono";
import { EMBEDDINGS } from "../../lib/formats/openai_chat/endpoints.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import { type AppEnv, inbound } from "../env.ts";

/** Passes the request to the provider of its model. */
export function embeddings(gateway: Gateway): Handler<AppEnv> {
  return (c) => gateway.handle(EMBEDDINGS, inbound(c));
}
