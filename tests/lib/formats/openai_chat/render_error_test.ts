import assert from "node:assert/strict";
import type { ProviderError } from "../../../../lib/domain/conversation/provider_error.ts";
import { errorObject, renderError } from "../../../../lib/formats/openai_chat/render_error.ts";

const error = (members: Partial<ProviderError>): ProviderError => ({
  kind: "server",
  status: 500,
  message: "Boom",
  type: "api_error",
  code: null,
  param: null,
  retryAfterMs: null,
  ...members,
});

Deno.test("renderError writes OpenAI's names for another vendor's error", () => {
  assert.deepEqual(
    renderError(error({ kind: "context_too_long", status: 400, param: "messages" })),
    {
      status: 400,
      body: {
        error: {
          message: "Boom",
          type: "invalid_request_error",
          param: "messages",
          code: "context_length_exceeded",
        },
      },
    },
  );
});

const statuses: [given: Partial<ProviderError>, status: number][] = [
  [{ kind: "overloaded", status: 529 }, 503],
  [{ kind: "overloaded", status: 498 }, 503],
  [{ kind: "authentication", status: 400 }, 401],
  [{ kind: "authentication", status: 403 }, 403],
  [{ kind: "quota", status: 402 }, 402],
  [{ kind: "rate_limit", status: 429 }, 429],
];

for (const [given, status] of statuses) {
  Deno.test(`renderError answers ${given.kind} of ${given.status} with ${status}`, () => {
    assert.equal(renderError(error(given)).status, status);
  });
}

Deno.test("errorObject keeps a code that OpenAI has no name for, and all of our own", () => {
  assert.equal(errorObject(error({ code: "tool_use_failed" })).code, "tool_use_failed");
  assert.deepEqual(
    errorObject(error({ isOurs: true, type: "upstream_timeout", code: "upstream_idle_timeout" })),
    { message: "Boom", type: "upstream_timeout", param: null, code: "upstream_idle_timeout" },
  );
});
