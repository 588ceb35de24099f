import assert from "node:assert/strict";
import { readCall } from "../../../../lib/formats/call.ts";
import { CHAT, COMPLETIONS, EMBEDDINGS } from "../../../../lib/formats/openai_chat/endpoints.ts";
import { flowError } from "../../../support/flow_error.ts";

const read = (endpoint: typeof CHAT, body: unknown) =>
  readCall(new TextEncoder().encode(JSON.stringify(body)), endpoint);

Deno.test("each endpoint of OpenAI's older dialect names the field that it misses", () => {
  assert.throws(() => read(CHAT, { model: "m" }), flowError("invalid_request", /'messages'/));
  assert.throws(() => read(COMPLETIONS, { model: "m" }), flowError("invalid_request", /'prompt'/));
  assert.throws(() => read(EMBEDDINGS, { model: "m" }), flowError("invalid_request", /'input'/));
});

Deno.test("EMBEDDINGS never streams, whatever the body says", () => {
  assert.equal(read(EMBEDDINGS, { model: "m", input: "x", stream: true }).stream, false);
  assert.equal(read(COMPLETIONS, { model: "m", prompt: "x", stream: true }).stream, true);
});
