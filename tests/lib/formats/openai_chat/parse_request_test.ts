import assert from "node:assert/strict";
import { parseRequest } from "../../../../lib/formats/openai_chat/parse_request.ts";
import { refusal } from "../../../support/chat_format.ts";

const parse = (body: Record<string, unknown>, stream = false) =>
  parseRequest({ messages: [], ...body }, { model: "auto", stream });

Deno.test("parseRequest takes model and stream from the endpoint, and fills nothing in", () => {
  assert.deepEqual(parse({ model: "ignored", stream: true }, true), {
    format: "openai_chat",
    model: "auto",
    stream: true,
    messages: [],
    sampling: {},
  });
});

Deno.test("parseRequest gives every field its neutral place", () => {
  const request = parse({
    verbosity: "low",
    modalities: ["text", "audio"],
    audio: { voice: "ash", format: "mp3" },
    prediction: { type: "content", content: "P" },
    service_tier: "flex",
    metadata: { a: "b" },
    user: "u",
    prompt_cache_key: "k",
    prompt_cache_retention: "24h",
    safety_identifier: "s",
    parallel_tool_calls: false,
    response_format: { type: "json_object" },
  });

  assert.equal(request.extra, undefined);
  assert.deepEqual(request.audio, { voice: "ash", format: "mp3" });
  assert.deepEqual(
    [request.verbosity, request.serviceTier, request.user, request.promptCacheKey],
    ["low", "flex", "u", "k"],
  );
  assert.deepEqual([request.promptCacheRetention, request.safetyIdentifier], ["24h", "s"]);
  assert.deepEqual([request.parallelToolCalls, request.output], [false, { type: "json" }]);
});

Deno.test("parseRequest keeps unknown fields, but none of the gateway's own", () => {
  const { extra } = parse({
    min_p: 0.1,
    session_id: "s",
    x_session_id: "s",
    user_tag: "t",
    x_user_tag: "t",
    store: false,
    top_a: null,
    response_format: { type: "grammar", grammar: "g" },
    reasoning_effort: "default",
  });

  assert.deepEqual(extra?.fields, {
    min_p: 0.1,
    response_format: { type: "grammar", grammar: "g" },
    reasoning_effort: "default",
  });
});

Deno.test("parseRequest need not keep stream options that every stream heeds", () => {
  assert.equal(parse({ stream_options: { include_usage: true } }).extra, undefined);
  const odd = { include_usage: true, chunk_size: 5 };
  assert.deepEqual(parse({ stream_options: odd }).extra?.fields, { stream_options: odd });
});

Deno.test("parseRequest remembers which spelling of the limit was used", () => {
  const spelling = (body: Record<string, unknown>) =>
    parse(body).bookkeeping?.fields.max_tokens_field;

  assert.equal(spelling({ max_tokens: 5 }), "max_tokens");
  assert.equal(spelling({ max_tokens: 5, max_completion_tokens: 5 }), "max_completion_tokens");
  assert.equal(parse({}).bookkeeping, undefined);
});

Deno.test("parseRequest takes older functions for tools of which one may be called at a time", () => {
  const request = parse({ functions: [{ name: "f" }], function_call: "auto" });

  assert.equal(request.parallelToolCalls, false);
  assert.deepEqual(request.toolChoice, { type: "auto" });
});

const wrong: [body: Record<string, unknown>, param: string][] = [
  [{ messages: undefined }, "messages"],
  [{ messages: "Hi" }, "messages"],
  [{ messages: [{ content: "" }] }, "messages[0].role"],
  [{ temperature: "hot" }, "temperature"],
  [{ metadata: { a: 5 } }, "metadata.a"],
  [{ modalities: "text" }, "modalities"],
  [{ audio: { voice: "ash" } }, "audio.format"],
  [{ verbosity: 5 }, "verbosity"],
];

for (const [body, param] of wrong) {
  Deno.test(`parseRequest refuses ${JSON.stringify(body)} and names ${param}`, () => {
    assert.equal(refusal(() => parse(body)).param, param);
  });
}
