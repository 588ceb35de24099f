import assert from "node:assert/strict";
import type { ProviderErrorKind } from "../../../../lib/domain/conversation/provider_error.ts";
import { errorKind, STATUS_OF_KIND } from "../../../../lib/formats/openai_chat/error_kind.ts";

type Case = [
  status: number | null,
  type: string | null,
  code: string | null,
  message: string,
  kind: ProviderErrorKind,
];

const cases: Case[] = [
  [400, "invalid_request_error", "context_length_exceeded", "…", "context_too_long"],
  [400, null, null, "This model's maximum context length is 4096 tokens.", "context_too_long"],
  [400, null, null, "prompt is too long: 215000 tokens > 200000 maximum", "context_too_long"],
  [400, null, null, "The input token count (5) exceeds the maximum number.", "context_too_long"],
  [413, null, null, "Please reduce the length of the messages.", "context_too_long"],
  [422, null, null, "Range of input length should be [1, 30720]", "context_too_long"],
  [
    429,
    "tokens",
    "rate_limit_exceeded",
    "Request too large: tokens exceed the limit",
    "rate_limit",
  ],
  [429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota", "quota"],
  [429, null, null, "You exceeded your current quota, please check", "quota"],
  [402, "unknown_error", "invalid_request_error", "Insufficient Balance", "quota"],
  [402, null, null, "Payment required", "quota"],
  [
    400,
    null,
    "Client specified an invalid argument",
    "Incorrect API key provided: x",
    "authentication",
  ],
  [400, "INVALID_ARGUMENT", "API_KEY_INVALID", "API key not valid.", "authentication"],
  [401, "invalid_request_error", "invalid_api_key", "Incorrect API key", "authentication"],
  [403, null, null, "No access to this model", "permission"],
  [404, null, "model_not_found", "No such model", "not_found"],
  [404, null, "DeploymentNotFound", "…", "not_found"],
  [429, null, null, "Slow down", "rate_limit"],
  [503, null, null, "Service unavailable", "overloaded"],
  [529, null, "overloaded_error", "Overloaded", "overloaded"],
  [500, null, null, "The server is busy. Try again later.", "overloaded"],
  [400, "invalid_request_error", "content_filter", "The response was filtered", "content_filter"],
  [400, null, "data_inspection_failed", "…", "content_filter"],
  [504, null, null, "Gateway timeout", "timeout"],
  [408, null, null, "…", "timeout"],
  [
    400,
    "invalid_request_error",
    "unsupported_parameter",
    "'max_tokens' is not supported",
    "invalid_request",
  ],
  [422, null, null, "Input should be a valid string", "invalid_request"],
  [418, null, null, "I'm a teapot", "invalid_request"],
  [500, "server_error", null, "Boom", "server"],
  [null, "invalid_request_error", "tool_use_failed", "…", "invalid_request"],
  [null, "overloaded_error", null, "Overloaded", "overloaded"],
  [null, null, null, "Boom", "server"],
];

for (const [status, type, code, message, kind] of cases) {
  Deno.test(`errorKind of ${status} ${type} ${code} "${message}" is ${kind}`, () => {
    assert.equal(errorKind({ status, type, code, message }), kind);
  });
}

Deno.test("STATUS_OF_KIND gives every kind an error status", () => {
  for (const status of Object.values(STATUS_OF_KIND)) assert.ok(status >= 400 && status < 600);
});
