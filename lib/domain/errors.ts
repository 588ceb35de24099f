/**
 * One error class for everything that can go wrong, and one table that says what each code means
 * to the three places that catch it: the attempt loop, the stream renderer and `onError`.
 *
 * @module
 */

/** How loudly an error of a code is logged. `none`: the caller's own mistake, the row says enough. */
export type ErrorLogLevel = "none" | "info" | "warning" | "error";

interface ErrorRule {
  /** HTTP status when headers have not gone out yet. */
  readonly status: number;
  /** The `type` of OpenAI's error object (OpenAI API reference, "Error codes"). */
  readonly type: string;
  /** Whether another attempt (other key, other provider) might succeed. */
  readonly tryNext: boolean;
  readonly logLevel: ErrorLogLevel;
}

const rule = (
  status: number,
  type: string,
  tryNext = false,
  logLevel: ErrorLogLevel = "none",
): ErrorRule => ({ status, type, tryNext, logLevel });

/** Code → meaning. The code is the stable, machine-readable part of every error body of ours. */
export const ERROR_RULES = {
  // The caller's request
  invalid_json: rule(400, "invalid_request_error"),
  invalid_request: rule(400, "invalid_request_error"),
  unsupported_media_type: rule(415, "invalid_request_error"),
  body_too_large: rule(413, "invalid_request_error"),
  not_found: rule(404, "invalid_request_error"),
  method_not_allowed: rule(405, "invalid_request_error"),
  model_not_found: rule(404, "invalid_request_error"),
  model_not_allowed: rule(403, "permission_error"),
  // Who may call
  invalid_api_key: rule(401, "auth_error"),
  ip_not_allowed: rule(403, "forbidden"),
  host_not_allowed: rule(403, "forbidden"),
  origin_not_allowed: rule(403, "forbidden"),
  not_authenticated: rule(401, "auth_error"),
  not_permitted: rule(403, "forbidden"),
  wrong_password: rule(403, "auth_error"),
  too_many_attempts: rule(429, "rate_limit_error"),
  already_exists: rule(409, "invalid_request_error"),
  setting_fixed: rule(409, "invalid_request_error"),
  key_refused: rule(422, "invalid_request_error"),
  // Our own state
  vault_locked: rule(503, "vault_locked"),
  vault_not_initialized: rule(503, "vault_locked"),
  provider_not_configured: rule(404, "invalid_request_error"),
  not_ready: rule(503, "api_error"),
  shutting_down: rule(503, "api_error"),
  // The provider
  upstream_unreachable: rule(502, "upstream_error", true, "warning"),
  upstream_connect_timeout: rule(504, "upstream_timeout", true, "warning"),
  upstream_header_timeout: rule(504, "upstream_timeout", true, "warning"),
  upstream_idle_timeout: rule(504, "upstream_timeout", true, "warning"),
  upstream_interrupted: rule(502, "upstream_error", true, "warning"),
  upstream_invalid_response: rule(502, "upstream_error", true, "warning"),
  upstream_error: rule(502, "upstream_error", true, "info"),
  /** All keys were told to wait; nothing was sent. */
  provider_rests: rule(429, "rate_limit_error"),
  provider_overloaded: rule(503, "upstream_error"),
  // The caller hung up: nobody is there to read the status, it is for the log
  caller_gone: rule(499, "caller_gone"),
  // Set-up and storage
  config_invalid: rule(500, "config_error", false, "error"),
  database_newer: rule(500, "database_error", false, "error"),
  database_in_use: rule(500, "database_error", false, "error"),
  database_error: rule(500, "database_error", false, "error"),
  vault_corrupt: rule(500, "vault_error", false, "error"),
  internal: rule(500, "api_error", false, "error"),
} as const satisfies Record<string, ErrorRule>;

/** Every code that an error of ours can carry. */
export type ErrorCode = keyof typeof ERROR_RULES;

/** What else an error may carry beside code and message. */
export interface FlowErrorDetail {
  /** The request field at fault, in the caller's spelling (`messages[2].role`). */
  readonly param?: string;
  /** Response headers that belong to this error (`retry-after`, `x-should-retry`). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * An error with a code. Messages follow one grammar: what failed, the rule, the value, the remedy.
 * A message must never hold a secret: it reaches callers and the log.
 */
export class FlowError extends Error {
  override readonly name = "FlowError";
  readonly param: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(readonly code: ErrorCode, message: string, detail: FlowErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.param = detail.param;
    this.headers = detail.headers ?? {};
  }

  get status(): number {
    return ERROR_RULES[this.code].status;
  }
  get type(): string {
    return ERROR_RULES[this.code].type;
  }
  get tryNext(): boolean {
    return ERROR_RULES[this.code].tryNext;
  }
  get logLevel(): ErrorLogLevel {
    return ERROR_RULES[this.code].logLevel;
  }
}

/** Any thrown thing as a FlowError; an unknown one becomes `internal` with a bland text. */
export function toFlowError(thrown: unknown): FlowError {
  if (thrown instanceof FlowError) return thrown;
  return new FlowError("internal", "The gateway failed to handle this request.", { cause: thrown });
}
