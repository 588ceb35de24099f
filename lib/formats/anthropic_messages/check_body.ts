/**
 * What a body sent to `/v1/messages` must have before it is passed on as it is. Deeper mistakes are
 * the provider's to find: it knows members that we do not.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../json/guards.ts";
import {
  maybeBoolean,
  maybeInteger,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeTexts,
  wrongType,
} from "./fields.ts";

const ROLES: readonly unknown[] = ["user", "assistant", "system"];

/** Throws `invalid_request` naming the first field at fault. */
export function checkBody(body: JsonObject): void {
  const messages = maybeObjects(body, "messages", "");
  if (messages === undefined) throw wrongType("messages", "an array", undefined);
  messages.forEach(({ role, content }, i) => {
    if (!ROLES.includes(role)) {
      throw new FlowError(
        "invalid_request",
        `Invalid 'messages[${i}].role': expected "user" or "assistant", but got ` +
          `${JSON.stringify(role) ?? "nothing"}.`,
        { param: `messages[${i}].role` },
      );
    }
    if (typeof content !== "string" && !Array.isArray(content)) {
      throw wrongType(`messages[${i}].content`, "a string or an array of blocks", content);
    }
  });
  const { system } = body;
  if (system !== undefined && system !== null && typeof system !== "string") {
    maybeObjects(body, "system", "");
  }
  maybeInteger(body, "max_tokens", "");
  maybeBoolean(body, "stream", "");
  for (const key of ["temperature", "top_p", "top_k"]) maybeNumber(body, key, "");
  for (const key of ["tool_choice", "thinking", "output_config", "metadata"]) {
    maybeObject(body, key, "");
  }
  maybeTexts(body, "stop_sequences", "");
  maybeObjects(body, "tools", "");
}
