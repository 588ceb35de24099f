/**
 * `POST /v1/chat/completions`
 *
 * @module
 */
import type { Handler } from "hono";
import { CHAT } from "../../lib/formats/openai_chat/endpoints.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import { type AppEnv, inbound } from "../env.ts";

/** Passes the request to the provider of its model. */
export function chatCompletions(gateway: Gateway): Handler<AppEnv> {
  return (c) => gateway.handle(CHAT, inbound(c));
}
