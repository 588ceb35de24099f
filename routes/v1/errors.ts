/**
 * Errors under `/v1` in OpenAI's shape.
 *
 * @module
 */
import type { ErrorHandler } from "hono";
import { toFlowError } from "../../lib/domain/errors.ts";
import type { Log, NewId } from "../../lib/domain/ports.ts";
import { errorBody } from "../../lib/formats/openai_chat/error_body.ts";
import type { AppEnv } from "../env.ts";

/** Renders what the endpoints throw; an unexpected error is logged and answered blandly. */
export function openAiErrors(log: Log, newId: NewId): ErrorHandler<AppEnv> {
  return (thrown) => {
    const error = toFlowError(thrown);
    const requestId = newId();
    if (error.logLevel === "error") {
      log.error(error.message, { requestId, code: error.code, cause: error.cause });
    }
    return new Response(errorBody(error), {
      status: error.status,
      headers: { ...error.headers, "content-type": "application/json", "x-request-id": requestId },
    });
  };
}
