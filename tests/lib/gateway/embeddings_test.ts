import assert from "node:assert/strict";
import { readCall } from "../../../lib/formats/call.ts";
import { geminiCall } from "../../../lib/formats/gemini/endpoints.ts";
import { EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { embeddingsRequest } from "../../../lib/gateway/embeddings.ts";

const bytes = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));
const parsed = (body: Uint8Array | null | undefined) => JSON.parse(new TextDecoder().decode(body!));

Deno.test("embeddingsRequest leaves alone what both sides say in the same way", () => {
  const call = readCall(bytes({ model: "m", input: "Hi" }), EMBEDDINGS);

  assert.equal(embeddingsRequest(call, "openai_embeddings", "openai_embeddings", "m"), null);
});

Deno.test("embeddingsRequest leaves requests alone that are not for embeddings", () => {
  const call = readCall(bytes({ model: "m", input: "Hi" }), EMBEDDINGS);

  assert.equal(embeddingsRequest(call, "openai_chat", "gemini", "m"), null);
});

Deno.test("embeddingsRequest names the provider's model in each request of a batch", () => {
  const { endpoint, facts } = geminiCall("google/embed-1:batchEmbedContents");
  const one = { model: "models/google/embed-1", content: { parts: [{ text: "Hi" }] } };
  const call = readCall(bytes({ requests: [one] }), endpoint, facts);

  const made = embeddingsRequest(call, "gemini_embeddings", "gemini_embeddings", "embed-1");

  assert.equal(parsed(made?.bytes).requests[0].model, "models/embed-1");
});
