import assert from "node:assert/strict";
import type { ProviderErrorKind } from "../../../lib/domain/conversation/provider_error.ts";
import { classify } from "../../../lib/gateway/classify.ts";

const cases: [status: number, code: string | null, kind: ProviderErrorKind][] = [
  [400, null, "invalid_request"],
  [400, "context_length_exceeded", "context_too_long"],
  [400, "invalid_api_key", "authentication"],
  [400, "content_filter", "content_filter"],
  [401, null, "authentication"],
  [402, null, "quota"],
  [403, null, "permission"],
  [404, null, "not_found"],
  [408, null, "timeout"],
  [413, null, "too_large"],
  [422, null, "invalid_request"],
  [429, null, "rate_limit"],
  [429, "insufficient_quota", "quota"],
  [500, null, "server"],
  [503, null, "overloaded"],
  [504, null, "timeout"],
  [529, null, "overloaded"],
];
for (const [status, code, kind] of cases) {
  Deno.test(`classify takes status ${status} with code ${code} for ${kind}`, () => {
    const body = JSON.stringify({ error: { message: "No.", code } });

    // An endpoint without a codec of its own.
    const error = classify({ status, headers: new Headers(), body }, "openai_embeddings");

    assert.equal(error.kind, kind);
    assert.equal(error.message, "No.");
  });
}

Deno.test("classify makes something of an error page", () => {
  const reply = { status: 502, headers: new Headers(), body: "<h1>Bad gateway</h1>" };

  assert.equal(classify(reply, "openai_chat").kind, "server");
});
