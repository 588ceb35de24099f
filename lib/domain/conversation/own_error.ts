/**
 * Our own errors in the neutral shape, so that each format can show them.
 *
 * @module
 */
import type { ErrorCode, FlowError } from "../errors.ts";
import type { ProviderError, ProviderErrorKind } from "./provider_error.ts";

const KINDS: Partial<Record<ErrorCode, ProviderErrorKind>> = {
  invalid_json: "invalid_request",
  invalid_request: "invalid_request",
  unsupported_media_type: "invalid_request",
  already_exists: "invalid_request",
  setting_fixed: "invalid_request",
  key_refused: "invalid_request",
  method_not_allowed: "invalid_request",
  body_too_large: "too_large",
  not_found: "not_found",
  model_not_found: "not_found",
  model_not_allowed: "permission",
  provider_not_configured: "not_found",
  invalid_api_key: "authentication",
  not_authenticated: "authentication",
  ip_not_allowed: "permission",
  host_not_allowed: "permission",
  origin_not_allowed: "permission",
  not_permitted: "permission",
  wrong_password: "permission",
  too_many_attempts: "rate_limit",
  shutting_down: "overloaded",
  provider_rests: "rate_limit",
  provider_overloaded: "overloaded",
  upstream_connect_timeout: "timeout",
  upstream_header_timeout: "timeout",
  upstream_idle_timeout: "timeout",
};

/** An error of ours as a codec's `renderError` takes it. */
export function ownError(error: FlowError): ProviderError {
  return {
    kind: KINDS[error.code] ?? "server",
    status: error.status,
    message: error.message,
    type: error.type,
    code: error.code,
    param: error.param ?? null,
    retryAfterMs: null,
    isOurs: true,
  };
}
