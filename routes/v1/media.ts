/**
 * `POST` to `/v1/images/*`, `/v1/audio/*`, `/v1/moderations` and `/v1/rerank`: passed on as they come.
 *
 * @module
 */
import type { Handler } from "hono";
import type { Endpoint } from "../../lib/formats/call.ts";
import {
  IMAGE_EDITS,
  IMAGE_GENERATIONS,
  MODERATIONS,
  RERANK,
  SPEECH,
  TRANSCRIPTIONS,
  TRANSLATIONS,
} from "../../lib/formats/openai_media/endpoints.ts";
import type { Gateway } from "../../lib/gateway/gateway.ts";
import { type AppEnv, inbound } from "../env.ts";

/** The endpoints, by their whole path. */
export const MEDIA_ENDPOINTS: readonly Endpoint[] = [
  IMAGE_GENERATIONS,
  IMAGE_EDITS,
  SPEECH,
  TRANSCRIPTIONS,
  TRANSLATIONS,
  MODERATIONS,
  RERANK,
];

/** Passes the request to the provider of its model. */
export function passOn(gateway: Gateway, endpoint: Endpoint): Handler<AppEnv> {
  return (c) => gateway.handle(endpoint, inbound(c));
}
