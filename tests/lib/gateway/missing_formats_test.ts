import assert from "node:assert/strict";
import type { Failure } from "../../../lib/gateway/failure.ts";
import { MissingFormats } from "../../../lib/gateway/missing_formats.ts";
import type { Destination } from "../../../lib/providers/provider.ts";
import { builtInProvider } from "../../../lib/providers/registry.ts";

function openAiAt(baseUrl: string): Destination {
  const provider = builtInProvider("openai");
  assert.ok(provider);
  return { provider, baseUrl, format: "auto", apiVersion: null };
}

const failure = (status: number, reason: string): Failure => ({
  kind: "not_found",
  status,
  reason,
  retryAfterMs: null,
  forbidsRetry: false,
});

Deno.test("MissingFormats goes on with chat where a server of the user's own lacks a format", () => {
  const formats = new MissingFormats();
  const own = openAiAt("http://127.0.0.1:9/v1");
  assert.equal(formats.formatFor(own, "openai_responses"), "openai_responses");

  const learned = formats.learn(
    own,
    "openai_responses",
    "openai_responses",
    failure(404, "Not Found"),
  );

  assert.equal(learned, true);
  assert.equal(formats.formatFor(own, "openai_responses"), "openai_chat");
});

const kept: [what: string, at: string, failure: Failure][] = [
  ["a model that is missing", "http://127.0.0.1:9/v1", failure(404, "The model x does not exist")],
  ["another error", "http://127.0.0.1:9/v1", failure(400, "Bad input")],
  ["the provider's own address", "https://api.openai.com/v1", failure(404, "Not Found")],
];
for (const [what, at, seen] of kept) {
  Deno.test(`MissingFormats learns nothing from ${what}`, () => {
    const formats = new MissingFormats();
    const destination = openAiAt(at);

    const learned = formats.learn(destination, "openai_responses", "openai_responses", seen);

    assert.equal(learned, false);
    assert.equal(formats.formatFor(destination, "openai_responses"), "openai_responses");
  });
}
