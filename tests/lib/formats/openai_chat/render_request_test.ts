import assert from "node:assert/strict";
import { chatRequest, foreignRequest, refusal, rendered } from "../../../support/chat_format.ts";

Deno.test("renderRequest asks for the provider's model and for nothing that was not asked", () => {
  assert.deepEqual(rendered(foreignRequest(), {}, "llama").body, {
    model: "llama",
    messages: [{ role: "user", content: "Hi" }],
  });
});

Deno.test("renderRequest asks a stream for its counts unless the provider cannot", () => {
  const stream = foreignRequest({ stream: true });

  assert.deepEqual(rendered(stream).body.stream_options, { include_usage: true });
  const { body } = rendered(stream, { noStreamOptions: true });
  assert.deepEqual([body.stream, body.stream_options], [true, undefined]);
});

Deno.test("renderRequest keeps an own caller's other stream options", () => {
  const request = chatRequest({ stream: true, stream_options: { chunk_size: 5 } });

  assert.deepEqual(rendered(request).body.stream_options, { chunk_size: 5, include_usage: true });
});

Deno.test("renderRequest writes its own unknown fields and warns of another format's", () => {
  const own = rendered(chatRequest({ min_p: 0.1 }));
  const other = rendered(foreignRequest({
    extra: { format: "anthropic_messages", fields: { container: "c", mcp_servers: [] } },
  }));

  assert.equal(own.body.min_p, 0.1);
  assert.deepEqual(own.warnings, []);
  assert.deepEqual(other.warnings.map(({ kind, field }) => [kind, field]), [
    ["dropped", "container"],
    ["dropped", "mcp_servers"],
  ]);
});

Deno.test("renderRequest removes what the provider refuses, named as the caller spells it", () => {
  const request = foreignRequest({ format: "gemini", sampling: { seed: 1, n: 1 } });

  const { body, warnings } = rendered(request, { refusedFields: ["seed", "n", "user"] });

  assert.deepEqual(Object.keys(body), ["model", "messages"]);
  assert.deepEqual(warnings.map(({ field }) => field), ["generationConfig.seed"]);
});

Deno.test("renderRequest does not give one answer where several were asked for", () => {
  const request = foreignRequest({ format: "gemini", sampling: { n: 2 } });

  const error = refusal(() => rendered(request, { refusedFields: ["n"] }));

  assert.equal(error.param, "generationConfig.candidateCount");
});

Deno.test("renderRequest adapts tier, user and modalities of other formats", () => {
  const { body, warnings } = rendered(foreignRequest({
    serviceTier: "standard_only",
    user: "u".repeat(100),
    modalities: ["text"],
  }));

  assert.equal(body.service_tier, "default");
  assert.equal(String(body.user).length, 64);
  assert.equal(body.modalities, undefined);
  assert.deepEqual(warnings.map(({ kind, field }) => [kind, field]), [
    ["adapted", "metadata.user_id"],
  ]);
});

Deno.test("renderRequest drops a tier that nobody knows, with a warning", () => {
  const { body, warnings } = rendered(foreignRequest({ serviceTier: "gold" }));

  assert.equal(body.service_tier, undefined);
  assert.equal(warnings[0]?.field, "service_tier");
});

Deno.test("renderRequest has no mark on the whole prompt but for those who read marks", () => {
  const request = foreignRequest({ cache: { ttl: "5m" } });

  assert.equal(rendered(request).warnings[0]?.field, "cache_control");
  assert.deepEqual(rendered(request, { cacheControl: true }).body.cache_control, {
    type: "ephemeral",
  });
});
