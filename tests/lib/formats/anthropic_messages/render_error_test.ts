import assert from "node:assert/strict";
import type {
  ProviderError,
  ProviderErrorKind,
} from "../../../../lib/domain/conversation/provider_error.ts";
import {
  errorEventData,
  renderError,
} from "../../../../lib/formats/anthropic_messages/render_error.ts";

const error = (kind: ProviderErrorKind, status: number, message = "m"): ProviderError => ({
  kind,
  status,
  message,
  type: null,
  code: "c",
  param: "p",
  retryAfterMs: null,
});

const cases: [kind: ProviderErrorKind, given: number, type: string, status: number][] = [
  ["invalid_request", 422, "invalid_request_error", 422],
  ["invalid_request", 500, "invalid_request_error", 400],
  ["context_too_long", 400, "invalid_request_error", 400],
  ["content_filter", 451, "invalid_request_error", 400],
  ["authentication", 400, "authentication_error", 401],
  ["quota", 429, "billing_error", 402],
  ["permission", 403, "permission_error", 403],
  ["not_found", 404, "not_found_error", 404],
  ["too_large", 413, "request_too_large", 413],
  ["rate_limit", 429, "rate_limit_error", 429],
  ["server", 502, "api_error", 502],
  ["server", 200, "api_error", 500],
  ["timeout", 408, "timeout_error", 504],
  ["overloaded", 503, "overloaded_error", 529],
];
for (const [kind, given, type, status] of cases) {
  Deno.test(`renderError writes ${kind} of status ${given} as ${type} with ${status}`, () => {
    assert.deepEqual(renderError(error(kind, given), "req"), {
      status,
      body: {
        type: "error",
        error: { type, message: kind === "context_too_long" ? "prompt is too long: m" : "m" },
        request_id: "req",
      },
    });
  });
}

Deno.test("renderError leaves words that are there already", () => {
  const { body } = renderError(error("context_too_long", 400, "Prompt is too long."), "req");

  assert.deepEqual(body.error, { type: "invalid_request_error", message: "Prompt is too long." });
});

Deno.test("errorEventData tells code and field of our own errors", () => {
  assert.deepEqual(errorEventData({ ...error("server", 503), isOurs: true }).error, {
    type: "api_error",
    message: "m",
    code: "c",
    param: "p",
  });
});
