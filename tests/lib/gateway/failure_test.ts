import assert from "node:assert/strict";
import type { ProviderError } from "../../../lib/domain/conversation/provider_error.ts";
import { type ErrorCode, FlowError } from "../../../lib/domain/errors.ts";
import {
  type Cure,
  cureOf,
  type FailureKind,
  failureOfError,
  failureOfThrown,
  mayRepeat,
} from "../../../lib/gateway/failure.ts";
import { failure } from "../../support/key_health.ts";

const kinds: [kind: FailureKind, cure: Cure, repeats: boolean][] = [
  ["invalid_request", "none", false],
  ["not_found", "none", false],
  ["too_large", "none", false],
  ["content_filter", "none", false],
  ["context_too_long", "other_model", false],
  ["authentication", "other_key", false],
  ["permission", "other_key", false],
  ["quota", "other_key", false],
  ["rate_limit", "other_key", false],
  ["overloaded", "any", true],
  ["timeout", "any", true],
  ["server", "any", true],
  ["unreachable", "any", true],
  ["interrupted", "any", true],
  ["invalid_response", "any", false],
];
for (const [kind, cure, repeats] of kinds) {
  Deno.test(`cureOf ${kind} is ${cure}; mayRepeat says ${repeats}`, () => {
    assert.equal(cureOf(failure(kind)), cure);
    assert.equal(mayRepeat(failure(kind)), repeats);
    assert.equal(mayRepeat(failure(kind, { forbidsRetry: true })), false);
  });
}

Deno.test("mayRepeat does not wait for a time limit twice", () => {
  assert.equal(mayRepeat(failure("timeout", { status: null })), false);
});

Deno.test("mayRepeat asks a rate-limited key again when it was told how long to wait", () => {
  assert.equal(mayRepeat(failure("rate_limit", { retryAfterMs: 100 })), true);
});

function told(more: Partial<ProviderError>): ProviderError {
  return {
    kind: "server",
    status: 500,
    message: "No.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
    ...more,
  };
}

Deno.test("failureOfError knows how long to wait from the error, else from the headers", () => {
  const headers = new Headers({ "retry-after": "3" });

  assert.equal(failureOfError(told({ retryAfterMs: 5 }), headers, 0).retryAfterMs, 5);
  assert.equal(failureOfError(told({}), headers, 0).retryAfterMs, 3000);
  assert.equal(failureOfError(told({}), new Headers(), 0).retryAfterMs, null);
});

Deno.test("failureOfError heeds a provider that forbids to ask again", () => {
  const forbids = (value: string) =>
    failureOfError(told({}), new Headers({ "x-should-retry": value }), 0).forbidsRetry;

  assert.deepEqual([forbids("false"), forbids("true")], [true, false]);
});

for (const [status, kind] of [[408, "timeout"], [409, "server"], [500, "server"]] as const) {
  Deno.test(`failureOfError takes status ${status} for '${kind}' whatever the body says`, () => {
    const error = told({ kind: "invalid_request", status });

    assert.equal(failureOfError(error, new Headers(), 0).kind, kind);
  });
}

const codes: [code: ErrorCode, kind: FailureKind | null][] = [
  ["upstream_unreachable", "unreachable"],
  ["upstream_connect_timeout", "unreachable"],
  ["upstream_header_timeout", "timeout"],
  ["upstream_idle_timeout", "timeout"],
  ["upstream_interrupted", "interrupted"],
  ["upstream_invalid_response", "invalid_response"],
  ["upstream_error", "server"],
  ["caller_gone", null],
  ["shutting_down", null],
  ["invalid_request", null],
  ["internal", null],
];
for (const [code, kind] of codes) {
  Deno.test(`failureOfThrown takes ${code} for ${kind ?? "nothing to be cured"}`, () => {
    const found = failureOfThrown(new FlowError(code, "So."));

    assert.equal(found?.kind ?? null, kind);
    if (found !== null) {
      assert.equal(mayRepeat(found), ["unreachable", "interrupted", "server"].includes(found.kind));
    }
  });
}
