import assert from "node:assert/strict";
import { ownError } from "../../../../lib/domain/conversation/own_error.ts";
import { FlowError } from "../../../../lib/domain/errors.ts";
import {
  errorEventMembers,
  errorIn,
  failedError,
} from "../../../../lib/formats/openai_responses/provider_error.ts";

Deno.test("errorIn reads flat and nested errors alike", () => {
  const facts = { code: "rate_limit_exceeded", message: "Slow down", param: null };
  for (
    const value of [{ type: "error", sequence_number: 3, ...facts }, {
      type: "error",
      error: facts,
    }]
  ) {
    const { kind, status, message, code } = errorIn(value);
    assert.deepEqual({ kind, status, message, code }, {
      kind: "rate_limit",
      status: 429,
      message: "Slow down",
      code: "rate_limit_exceeded",
    });
  }
});

Deno.test("errorIn blames the caller for codes that blame the prompt", () => {
  const kinds = ["invalid_prompt", "image_parse_error", "bio_policy", "server_error"].map((code) =>
    errorIn({ error: { code, message: "x" } }).kind
  );

  assert.deepEqual(kinds, ["invalid_request", "invalid_request", "invalid_request", "server"]);
});

Deno.test("failedError has a code that clients know", () => {
  const failed = (code: string) => failedError(errorIn({ error: { code, message: "m" } })).code;

  assert.deepEqual(
    ["context_length_exceeded", "insufficient_quota", "server_error", "bio_policy", "odd"].map(
      failed,
    ),
    [
      "context_length_exceeded",
      "insufficient_quota",
      "server_error",
      "invalid_prompt",
      "server_error",
    ],
  );
});

Deno.test("errorEventMembers tell an error of our own by its own code", () => {
  const error = ownError(new FlowError("upstream_idle_timeout", "Silence."));

  assert.deepEqual(errorEventMembers(error), {
    code: "upstream_idle_timeout",
    message: "Silence.",
    param: null,
  });
});
