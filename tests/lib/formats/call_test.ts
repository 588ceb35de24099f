import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { type Endpoint, readCall } from "../../../lib/formats/call.ts";
import { CHAT, COMPLETIONS, EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const MESSAGES = `"messages":[{"role":"user","content":"hi"}]`;

Deno.test("readCall reads what the gateway needs and nothing else", () => {
  const call = readCall(
    bytes(
      `{"model":"openai/gpt-4o",${MESSAGES},"stream":true,"stream_options":{"include_usage":true},` +
        `"user":"u","x_session_id":"s","user_tag":"t","metadata":{"team":"a","n":1},"future":{}}`,
    ),
    CHAT,
  );

  assert.equal(call.model, "openai/gpt-4o");
  assert.equal(call.stream, true);
  assert.equal(call.wantsUsageChunk, true);
  assert.equal(call.user, "u");
  assert.equal(call.sessionId, "s");
  assert.equal(call.userTag, "t");
  assert.deepEqual(call.metadata, { team: "a" });
});

const bad: [what: string, endpoint: Endpoint, body: string, code: string, param?: string][] = [
  ["an empty body", CHAT, "", "invalid_json"],
  ["broken JSON", CHAT, `{"model":`, "invalid_json"],
  ["an array", CHAT, "[]", "invalid_json"],
  ["no model", CHAT, `{${MESSAGES}}`, "invalid_request", "model"],
  ["a blank model", CHAT, `{"model":" ",${MESSAGES}}`, "invalid_request", "model"],
  [
    "an endless model name",
    CHAT,
    `{"model":"${"m".repeat(300)}",${MESSAGES}}`,
    "invalid_request",
    "model",
  ],
  ["no messages", CHAT, `{"model":"m"}`, "invalid_request", "messages"],
  ["text for messages", CHAT, `{"model":"m","messages":"hi"}`, "invalid_request", "messages"],
  [
    "a message that is text",
    CHAT,
    `{"model":"m","messages":["hi"]}`,
    "invalid_request",
    "messages[0]",
  ],
  [
    "a message without role",
    CHAT,
    `{"model":"m","messages":[{"role":"user"},{}]}`,
    "invalid_request",
    "messages[1].role",
  ],
  [
    "text for stream",
    CHAT,
    `{"model":"m",${MESSAGES},"stream":"yes"}`,
    "invalid_request",
    "stream",
  ],
  [
    "a fraction for max_tokens",
    CHAT,
    `{"model":"m",${MESSAGES},"max_tokens":1.5}`,
    "invalid_request",
    "max_tokens",
  ],
  [
    "the same field twice",
    CHAT,
    `{"model":"m","model":"n",${MESSAGES}}`,
    "invalid_request",
    "model",
  ],
  [
    "the same field twice, spelled with an escape",
    CHAT,
    `{"model":"m","mod\\u0065l":"n",${MESSAGES}}`,
    "invalid_request",
    "model",
  ],
  ["no prompt", COMPLETIONS, `{"model":"m"}`, "invalid_request", "prompt"],
  ["no input", EMBEDDINGS, `{"model":"m","input":null}`, "invalid_request", "input"],
  ["a number for input", EMBEDDINGS, `{"model":"m","input":3}`, "invalid_request", "input"],
];
for (const [what, endpoint, body, code, param] of bad) {
  Deno.test(`readCall refuses ${what} on ${endpoint.path} and names the field`, () => {
    assert.throws(
      () => readCall(bytes(body), endpoint),
      (error) => error instanceof FlowError && error.code === code && error.param === param,
    );
  });
}

Deno.test("readCall refuses bytes that are not UTF-8", () => {
  assert.throws(() => readCall(new Uint8Array([0x7b, 0xff, 0x7d]), CHAT), { code: "invalid_json" });
});

Deno.test("readCall lets null stand for a field that was not given", () => {
  const call = readCall(
    bytes(`{"model":"m",${MESSAGES},"stream":null,"temperature":null,"tools":null}`),
    CHAT,
  );

  assert.equal(call.stream, false);
});
