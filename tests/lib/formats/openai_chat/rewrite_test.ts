import assert from "node:assert/strict";
import { readCall } from "../../../../lib/formats/call.ts";
import { CHAT } from "../../../../lib/formats/openai_chat/endpoints.ts";
import { MODERATIONS } from "../../../../lib/formats/openai_media/endpoints.ts";
import { rewriteCall, type RewriteOptions } from "../../../../lib/formats/openai_chat/rewrite.ts";

const AS_IS: RewriteOptions = {
  upstreamModel: "m",
  askForUsage: true,
  dropUser: false,
  keepsFields: [],
};
const BODY = `"messages":[{"role":"user","content":null,"future":1.0}]`;

function rewritten(json: string, options: Partial<RewriteOptions> = {}) {
  const result = rewriteCall(readCall(new TextEncoder().encode(json), CHAT), {
    ...AS_IS,
    ...options,
  });
  return { text: new TextDecoder().decode(result.bytes), hidden: result.hideUsageChunk };
}

const cases: [name: string, body: string, options: Partial<RewriteOptions>, expected: string][] = [
  [
    "leaves a body alone that needs no change",
    `{ "model":"m", ${BODY} }`,
    {},
    `{ "model":"m", ${BODY} }`,
  ],
  [
    "changes the model and not a byte more",
    `{"x":1.50, "model": "p/m",${BODY},"y":null}`,
    {},
    `{"x":1.50, "model": "m",${BODY},"y":null}`,
  ],
  [
    "takes out a caller token in user",
    `{"model":"m",${BODY},"user":"fgt_secret"}`,
    { dropUser: true },
    `{"model":"m",${BODY}}`,
  ],
  [
    "keeps a user that is a user",
    `{"model":"m",${BODY},"user":"u"}`,
    {},
    `{"model":"m",${BODY},"user":"u"}`,
  ],
  [
    "takes out the gateway's own fields",
    `{"x_session_id":"s","model":"m","user_tag":"t",${BODY},"session_id":"s"}`,
    {},
    `{"model":"m",${BODY}}`,
  ],
  [
    "keeps a field that the provider itself understands",
    `{"session_id":"s","model":"m",${BODY}}`,
    { keepsFields: ["session_id"] },
    `{"session_id":"s","model":"m",${BODY}}`,
  ],
  [
    "asks for usage of a stream",
    `{"model":"m",${BODY},"stream":true}`,
    {},
    `{"model":"m",${BODY},"stream":true,"stream_options":{"include_usage":true}}`,
  ],
  [
    "keeps the caller's other stream options",
    `{"model":"m","stream_options":{"include_obfuscation":false},${BODY},"stream":true}`,
    {},
    `{"model":"m","stream_options":{"include_obfuscation":false,"include_usage":true},${BODY},"stream":true}`,
  ],
  [
    "does not ask a provider that always tells",
    `{"model":"m",${BODY},"stream":true}`,
    { askForUsage: false },
    `{"model":"m",${BODY},"stream":true}`,
  ],
];
for (const [name, body, options, expected] of cases) {
  Deno.test(`rewriteCall ${name}`, () => {
    assert.equal(rewritten(body, options).text, expected);
  });
}

Deno.test("rewriteCall hides the usage chunk only from a caller who did not ask for it", () => {
  const asked = `{"model":"m",${BODY},"stream":true,"stream_options":{"include_usage":true}}`;
  const notAsked = `{"model":"m",${BODY},"stream":true}`;

  assert.equal(rewritten(asked).hidden, false);
  assert.equal(rewritten(asked).text, asked);
  assert.equal(rewritten(notAsked).hidden, true);
  assert.equal(rewritten(notAsked, { askForUsage: false }).hidden, false);
});

Deno.test("rewriteCall writes the model into a body that went to its endpoint's default one", () => {
  const bytes = new TextEncoder().encode('{"input":"x"}');
  const call = readCall(bytes, MODERATIONS);

  const same = rewriteCall(call, { ...AS_IS, upstreamModel: "omni-moderation-latest" });
  const other = rewriteCall(call, { ...AS_IS, upstreamModel: "house-moderation" });

  assert.equal(same.bytes, bytes);
  assert.equal(new TextDecoder().decode(other.bytes), '{"input":"x","model":"house-moderation"}');
});
