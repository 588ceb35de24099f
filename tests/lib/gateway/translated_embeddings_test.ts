import assert from "node:assert/strict";
import { geminiCall } from "../../../lib/formats/gemini/endpoints.ts";
import { EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { callerRequest, gatewayFixture, send, usableKey } from "../../support/gateway.ts";

const GOOGLE = { keys: [{ provider: "google", key: usableKey(), sealed: false }] };
const floats = (base64: string) => [...new Float32Array(Uint8Array.fromBase64(base64).buffer)];

Deno.test("TranslatedEmbeddings asks Gemini for an OpenAI caller and encodes as that asked", async () => {
  using fixture = gatewayFixture({
    provider: () => Response.json({ embeddings: [{ values: [1, 0.5] }] }),
    directory: GOOGLE,
  });

  const response = await send(fixture, {
    model: "google/gemini-embedding-001",
    input: ["Hi"],
    encoding_format: "base64",
  }, { endpoint: EMBEDDINGS });

  const body = await response.json();
  assert.deepEqual(floats(body.data[0].embedding), [1, 0.5]);
  assert.match(fixture.seen[0]?.url ?? "", /\/models\/gemini-embedding-001:batchEmbedContents$/);
  assert.equal(fixture.seen[0]?.headers.get("x-goog-api-key"), "sk-test");
  assert.equal(fixture.row().upstreamFormat, "gemini_embeddings");
});

Deno.test("TranslatedEmbeddings encodes the numbers of a provider that does not know base64", async () => {
  using fixture = gatewayFixture({
    provider: () =>
      Response.json({ data: [{ index: 0, embedding: [2] }], usage: { prompt_tokens: 3 } }),
  });

  const response = await send(fixture, {
    model: "openai/text-embedding-3-small",
    input: "Hi",
    encoding_format: "base64",
  }, { endpoint: EMBEDDINGS });

  assert.deepEqual(floats((await response.json()).data[0].embedding), [2]);
  assert.equal(fixture.row().promptTokens, 3);
});

Deno.test("TranslatedEmbeddings leaves an answer alone that is encoded already", async () => {
  const text = `{"data":[ {"index":0,"embedding":"AACAPw=="} ]}`;
  using fixture = gatewayFixture({
    provider: () => new Response(text, { headers: { "content-type": "application/json" } }),
  });

  const response = await send(fixture, {
    model: "openai/text-embedding-3-small",
    input: "Hi",
    encoding_format: "base64",
  }, { endpoint: EMBEDDINGS });

  assert.equal(await response.text(), text);
});

Deno.test("TranslatedEmbeddings asks OpenAI for a Gemini caller", async () => {
  using fixture = gatewayFixture({
    provider: () => Response.json({ data: [{ index: 0, embedding: [1, 2] }] }),
  });
  const { endpoint, facts } = geminiCall("openai/text-embedding-3-small:embedContent");

  const response = await fixture.gateway.handle(endpoint, {
    request: callerRequest({ content: { parts: [{ text: "Hi" }] } }),
    path: facts,
    clientIp: null,
  });

  assert.deepEqual(await response.json(), { embedding: { values: [1, 2] } });
  assert.equal(fixture.seen[0]?.url, "https://api.openai.com/v1/embeddings");
});

Deno.test("TranslatedEmbeddings shows a provider's error in the caller's words", async () => {
  using fixture = gatewayFixture({
    provider: () =>
      Response.json({ error: { code: 429, message: "Quota", status: "RESOURCE_EXHAUSTED" } }, {
        status: 429,
      }),
    directory: GOOGLE,
  });

  const response = await send(fixture, { model: "google/gemini-embedding-001", input: "Hi" }, {
    endpoint: EMBEDDINGS,
  });

  assert.equal(response.status, 429);
  assert.match((await response.json()).error.message, /Quota/);
  assert.equal(fixture.row().outcome, "failed");
});
