/**
 * OpenAI's Responses endpoint.
 *
 * @module
 */
import type { Endpoint } from "../call.ts";
import { checkBody } from "./check_body.ts";

/** `POST /v1/responses` */
export const RESPONSES: Endpoint = {
  path: "/v1/responses",
  upstreamPath: null,
  format: "openai_responses",
  canStream: true,
  asksForUsage: false,
  tokenInUser: true,
  check: checkBody,
};
