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
import { speaksGemini } from "../shown_models.ts";
import { GEMINI_METHOD } from "../v1beta/generate.ts";

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

const GEMINI_CALL = new RegExp(`^/v1/.+:${GEMINI_METHOD}$`);

/** Which format a client understands that came to this path. */
export function formatSpokenAt(path: string, headers: Headers): FormatName {
  if (path.startsWith("/v1beta") || GEMINI_CALL.test(path)) return "gemini";
  if (path.startsWith("/v1/messages")) return "anthropic_messages";
  // Google's and Anthropic's clients list models where OpenAI's do, and say who they are.
  if (path.startsWith("/v1/models") && speaksGemini(headers)) return "gemini";
  return headers.has("anthropic-version") ? "anthropic_messages" : "openai_chat";
}
