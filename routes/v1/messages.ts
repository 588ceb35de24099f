/**
 * `POST /v1/messages` and `POST /v1/messages/count_tokens`, Anthropic's format.
 *
 * @module
 */
import type { Handler } from "hono";
import { COUNT_TOKENS, MESSAGES } from "../../lib/formats/anthropic_messages/endpoints.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import { type AppEnv, inbound } from "../env.ts";

/** Answers a conversation. `?beta=true`, which clients add, changes nothing here. */
export function messages(gateway: Gateway): Handler<AppEnv> {
  return (c) => gateway.handle(MESSAGES, inbound(c));
}

/** Says how many tokens a conversation has. */
export function countTokens(gateway: Gateway): Handler<AppEnv> {
  return (c) => gateway.handle(COUNT_TOKENS, inbound(c));
}
