/**
 * Errors under `/api`: `{"detail": …}`, or `{"success": false, "error": …}` where an operation says
 * so.
 *
 * @module
 */
import type { ErrorHandler } from "hono";
import { type ErrorCode, type FlowError, toFlowError } from "../../lib/domain/errors.ts";
import type { Log, NewId } from "../../lib/domain/ports.ts";
import type { AppEnv } from "../env.ts";
import { InvalidInput } from "./input.ts";

/** Where this dialect has a status of its own. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid_json: 422,
  invalid_request: 422,
  unsupported_media_type: 422,
  vault_locked: 423,
  vault_not_initialized: 423,
};

/**
 * Renders what the routes throw. An error about the form of the input gives a list, as
 * `[{"type","loc","msg"}]`; every other one gives a sentence.
 */
export function apiErrors(log: Log, newId: NewId): ErrorHandler<AppEnv> {
  return (thrown, c) => {
    const error = toFlowError(thrown);
    const requestId = newId();
    if (error.logLevel === "error") {
      log.error(error.message, { requestId, code: error.code, cause: error.cause });
    }
    // Whoever is not signed in is told so in one shape everywhere.
    const isEnvelope = c.get("errorShape") === "envelope" && error.code !== "not_authenticated";
    const body = isEnvelope ? { success: false, error: error.message } : { detail: detail(error) };
    return Response.json(body, {
      status: STATUS[error.code] ?? error.status,
      headers: { ...error.headers, "cache-control": "no-store", "x-request-id": requestId },
    });
  };
}

function detail(error: FlowError): string | readonly unknown[] {
  if (error.code === "invalid_json") {
    return [{ type: "json_invalid", loc: ["body"], msg: error.message }];
  }
  if (error instanceof InvalidInput) return error.problems;
  if (error.param === undefined) return error.message;
  // The value itself is left out: it may be a secret.
  return [{ type: "value_error", loc: ["body", error.param], msg: error.message }];
}
