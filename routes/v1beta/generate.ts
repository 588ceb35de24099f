/**
 * `POST /v1beta/models/{model}:{method}`, Gemini's format.
 *
 * @module
 */
import type { Handler } from "hono";
import { geminiCall } from "../../lib/formats/gemini/endpoints.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import { type AppEnv, inbound } from "../env.ts";

/** Generates, counts and embeds. */
export function geminiMethod(gateway: Gateway): Handler<AppEnv> {
  return (c) => {
    const { endpoint, facts } = geminiCall(c.req.param("call") ?? "");
    return gateway.handle(endpoint, { ...inbound(c), path: facts });
  };
}
