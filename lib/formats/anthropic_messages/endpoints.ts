/**
 * Anthropic's endpoints.
 *
 * @module
 */
import type { JsonObject } from "../../domain/json.ts";
import type { Endpoint } from "../call.ts";
import { textAt } from "../json/guards.ts";
import { checkBody } from "./check_body.ts";
import { wantsAskedModel } from "./shown_model.ts";

/** `POST /v1/messages` */
export const MESSAGES: Endpoint = {
  path: "/v1/messages",
  upstreamPath: null,
  format: "anthropic_messages",
  canStream: true,
  asksForUsage: false,
  tokenInUser: false,
  check: checkBody,
  session,
  wantsAskedModel,
};

/** `POST /v1/messages/count_tokens` */
export const COUNT_TOKENS: Endpoint = {
  ...MESSAGES,
  path: "/v1/messages/count_tokens",
  canStream: false,
  countsTokens: true,
};

/**
 * Claude Code puts its session behind the user in `metadata.user_id`: as JSON or as
 * `user_…_account_…_session_UUID`.
 */
function session(body: JsonObject): string | null {
  const metadata = body.metadata;
  const user = typeof metadata === "object" ? textAt(metadata, "user_id") : null;
  if (user === null) return null;
  const found = /"session_id"\s*:\s*"([^"]+)"/.exec(user) ?? /_session_([0-9a-f-]{36})/.exec(user);
  return found?.[1] ?? null;
}
