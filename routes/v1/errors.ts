/**
 * Errors of the proxy's paths, each in the format that is spoken there.
 *
 * @module
 */
import type { ErrorHandler } from "hono";
import { toFlowError } from "../../lib/domain/errors.ts";
import type { Log, NewId } from "../../lib/domain/ports.ts";
import type { FormatName } from "../../lib/domain/request_record.ts";
import { dialectOf } from "../../lib/formats/dialects.ts";
import type { AppEnv } from "../env.ts";

/** Renders what the endpoints throw; an unexpected error is logged and answered blandly. */
export function proxyErrors(log: Log, newId: NewId): ErrorHandler<AppEnv> {
  return (thrown, c) => {
    const error = toFlowError(thrown);
    const requestId = newId();
    if (error.logLevel === "error") {
      log.error(error.message, { requestId, code: error.code, cause: error.cause });
    }
    const dialect = dialectOf(formatSpokenAt(c.req.path, c.req.raw.headers));
    const { status, body } = dialect.errorAnswer(error, requestId);
    return new Response(body, {
      status,
      headers: { ...error.headers, "content-type": "application/json", "x-request-id": requestId },
    });
  };
}

/** Which format a client understands that came to this path. */
export function formatSpokenAt(path: string, headers: Headers): FormatName {
  if (path.startsWith("/v1beta")) return "gemini";
  if (path.startsWith("/v1/messages")) return "anthropic_messages";
  // Anthropic's clients list models where OpenAI's do, and say who they are.
  return headers.has("anthropic-version") ? "anthropic_messages" : "openai_chat";
}
