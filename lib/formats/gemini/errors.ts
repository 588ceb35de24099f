/**
 * Errors as Google's APIs report them: `{error: {code, message, status, details}}` (google.rpc.Status
 * and google.rpc error details).
 *
 * @module
 */
import type { ErrorReply } from "../../domain/conversation/codec.ts";
import type { ProviderError, ProviderErrorKind } from "../../domain/conversation/provider_error.ts";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { readErrorText } from "../openai_chat/upstream_error.ts";

/** Reads an error answer, whatever it is. */
export function parseError(reply: ErrorReply): ProviderError {
  const body = parseJson(reply.body);
  const waitMs = headerWaitMs(reply.headers.get("retry-after"));
  const error = errorIn(body);
  if (error !== undefined) return readError(error, reply.status, waitMs);
  const { message, code } = readErrorText(reply.body, reply.status);
  return {
    kind: kindOfStatus(reply.status),
    status: reply.status,
    message,
    type: null,
    code,
    param: null,
    retryAfterMs: waitMs,
  };
}

/** The error object of a body or a stream's chunk; streams without `alt=sse` put it into a list. */
export function errorIn(body: unknown): JsonObject | undefined {
  return objectAt(Array.isArray(body) ? body[0] : body, "error");
}

/** Reads an error object; `httpStatus` counts where it names none. */
export function readError(
  error: JsonObject,
  httpStatus: number,
  waitMs: number | null,
): ProviderError {
  const code = typeof error.code === "number" ? error.code : httpStatus;
  const type = textAt(error, "status");
  const details = Array.isArray(error.details) ? error.details.filter(isObject) : [];
  const message = textAt(error, "message") ?? `The provider answered with status ${code}.`;
  const reason = textAt(detail(details, "ErrorInfo"), "reason");
  return {
    kind: kindOf(code, type, reason, message, details),
    status: code >= 400 && code < 600 ? code : 500,
    message,
    type,
    code: reason,
    param: fieldIn(details),
    retryAfterMs: durationMs(textAt(detail(details, "RetryInfo"), "retryDelay")) ?? waitMs,
  };
}

function detail(details: readonly JsonObject[], type: string): JsonObject | undefined {
  return details.find((one) => textAt(one, "@type")?.endsWith(`google.rpc.${type}`));
}

function fieldIn(details: readonly JsonObject[]): string | null {
  const violations = detail(details, "BadRequest")?.fieldViolations;
  return Array.isArray(violations) ? textAt(violations[0], "field") : null;
}

const KINDS: Readonly<Record<string, ProviderErrorKind>> = {
  INVALID_ARGUMENT: "invalid_request",
  FAILED_PRECONDITION: "invalid_request",
  OUT_OF_RANGE: "invalid_request",
  UNAUTHENTICATED: "authentication",
  PERMISSION_DENIED: "permission",
  NOT_FOUND: "not_found",
  RESOURCE_EXHAUSTED: "rate_limit",
  UNAVAILABLE: "overloaded",
  DEADLINE_EXCEEDED: "timeout",
  INTERNAL: "server",
  UNKNOWN: "server",
  CANCELLED: "server",
  ABORTED: "server",
};

function kindOf(
  code: number,
  status: string | null,
  reason: string | null,
  message: string,
  details: readonly JsonObject[],
): ProviderErrorKind {
  const kind = status !== null && Object.hasOwn(KINDS, status)
    ? KINDS[status] ?? "server"
    : kindOfStatus(code);
  if (kind === "rate_limit") return isLastingQuota(message, details) ? "quota" : kind;
  if (kind !== "invalid_request") return kind;
  // Google answers 400 to most of what others tell apart by status.
  if (reason === "API_KEY_INVALID" || /api key (not valid|expired|not found)/i.test(message)) {
    return "authentication";
  }
  if (/token count .*exceeds|exceeds the maximum number of tokens/i.test(message)) {
    return "context_too_long";
  }
  if (/payload size exceeds/i.test(message)) return "too_large";
  if (/location is not supported/i.test(message)) return "permission";
  return /enable billing|billing account/i.test(message) ? "quota" : kind;
}

/** A daily quota, or a model that the plan has not: waiting a minute restores neither. */
function isLastingQuota(message: string, details: readonly JsonObject[]): boolean {
  const violations = detail(details, "QuotaFailure")?.violations;
  const names = Array.isArray(violations)
    ? violations.map((one) => textAt(one, "quotaId") ?? "").join(" ")
    : "";
  return /PerDay/i.test(names) || /\blimit: 0\b/.test(message);
}

function kindOfStatus(status: number): ProviderErrorKind {
  switch (status) {
    case 401:
      return "authentication";
    case 402:
      return "quota";
    case 403:
      return "permission";
    case 404:
      return "not_found";
    case 408:
    case 504:
      return "timeout";
    case 413:
      return "too_large";
    case 429:
      return "rate_limit";
    case 503:
    case 529:
      return "overloaded";
    default:
      return status >= 400 && status < 500 ? "invalid_request" : "server";
  }
}

/** google.protobuf.Duration: `34.4s`. */
function durationMs(text: string | null): number | null {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text ?? "")?.[1];
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
}

function headerWaitMs(header: string | null): number | null {
  return /^\d+$/.test(header ?? "") ? Number(header) * 1000 : null;
}

/** Kind → HTTP status and google.rpc.Code. */
const SPELLINGS: Readonly<Record<ProviderErrorKind, readonly [number, string]>> = {
  invalid_request: [400, "INVALID_ARGUMENT"],
  context_too_long: [400, "INVALID_ARGUMENT"],
  content_filter: [400, "INVALID_ARGUMENT"],
  authentication: [401, "UNAUTHENTICATED"],
  quota: [429, "RESOURCE_EXHAUSTED"],
  permission: [403, "PERMISSION_DENIED"],
  not_found: [404, "NOT_FOUND"],
  too_large: [413, "INVALID_ARGUMENT"],
  rate_limit: [429, "RESOURCE_EXHAUSTED"],
  overloaded: [503, "UNAVAILABLE"],
  timeout: [504, "DEADLINE_EXCEEDED"],
  server: [500, "INTERNAL"],
};

const TYPE = "type.googleapis.com/google.rpc.";

/** An error for a caller, in Google's shape. */
export function renderError(
  error: ProviderError,
  requestId: string,
): { readonly status: number; readonly body: JsonObject } {
  const [usual, status] = SPELLINGS[error.kind];
  // Google uses statuses of its own kind only; 529 and the like would not be understood.
  const isKnown = kindOfStatus(error.status) === error.kind && error.status < 520;
  const code = isKnown ? error.status : usual;
  const reason = error.code ?? error.type;
  const details: JsonObject[] = [];
  if (reason !== null) {
    const domain = error.isOurs === true ? "flow-llm-router" : "provider";
    details.push({ "@type": `${TYPE}ErrorInfo`, reason, domain });
  }
  if (error.param !== null) {
    const fieldViolations = [{ field: error.param, description: error.message }];
    details.push({ "@type": `${TYPE}BadRequest`, fieldViolations });
  }
  if (error.retryAfterMs !== null) {
    const retryDelay = `${error.retryAfterMs / 1000}s`;
    details.push({ "@type": `${TYPE}RetryInfo`, retryDelay });
  }
  if (requestId !== "") details.push({ "@type": `${TYPE}RequestInfo`, requestId });
  const body = { code, message: error.message, status };
  return { status: code, body: { error: details.length === 0 ? body : { ...body, details } } };
}
