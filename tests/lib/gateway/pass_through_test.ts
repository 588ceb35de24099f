import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { packCarrier } from "../../../lib/formats/carrier.ts";
import { MESSAGES } from "../../../lib/formats/anthropic_messages/endpoints.ts";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { withoutKey } from "../../../lib/gateway/pass_through.ts";
import { gatewayFixture, send, usableKey } from "../../support/gateway.ts";
import { settled } from "../../support/scripted_body.ts";

const CLAUDE = { keys: [{ provider: "anthropic", key: usableKey(), sealed: false }] };
const ASKED = `{ "model": "anthropic/claude-haiku-4-5", "max_tokens": 9,\n` +
  `"messages":[{"role":"user","content":"Hi"}], "future": null }`;
const ANSWER = `{ "type":"message", "model":"claude-haiku-4-5", "content":[], "future":1.0,\n` +
  `"usage":{"input_tokens":10,"cache_read_input_tokens":90,"output_tokens":2} }`;

Deno.test("PassThrough changes no byte between a caller and a provider of one format but the model", async () => {
  using fixture = gatewayFixture({
    provider: () => new Response(ANSWER, { headers: { "content-type": "application/json" } }),
    directory: CLAUDE,
  });

  const response = await send(fixture, ASKED, { endpoint: MESSAGES });

  assert.equal(await response.text(), ANSWER);
  assert.equal(fixture.seen[0]?.body, ASKED.replace("anthropic/", ""));
  assert.equal(fixture.seen[0]?.url, "https://api.anthropic.com/v1/messages");
  const row = fixture.row();
  assert.equal(row.upstreamFormat, "anthropic_messages");
  assert.equal(row.promptTokens, 100);
  assert.equal(row.cachedTokens, 90);
  assert.ok(row.costNanoUsd !== null);
});

Deno.test("PassThrough streams Anthropic's events byte for byte and reads their usage", async () => {
  const stream =
    `event: message_start\ndata: {"type":"message_start","message":{"model":"claude-x",` +
    `"usage":{"input_tokens":7,"output_tokens":1}}}\n\nevent: message_delta\ndata: ` +
    `{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}  }\n\n` +
    `event: message_stop\ndata: {"type":"message_stop"}\n\n`;
  using fixture = gatewayFixture({
    provider: () => new Response(stream, { headers: { "content-type": "text/event-stream" } }),
    directory: CLAUDE,
  });

  const response = await send(fixture, ASKED.replace("{", `{"stream":true,`), {
    endpoint: MESSAGES,
  });

  assert.equal(await response.text(), stream);
  const row = fixture.row();
  assert.equal(row.outcome, "complete");
  assert.equal(row.promptTokens, 7);
  assert.equal(row.completionTokens, 5);
});

Deno.test("PassThrough shows Claude Code the model under the name that it asked for, and no other change", async () => {
  const headers = { "user-agent": "claude-cli/2.1.197 (external, sdk-cli)" };
  const stream = `data: {"type":"message_start","message":{"model":"claude-x"}}\n\n` +
    `data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\n`;
  for (const [answer, type] of [[ANSWER, "application/json"], [stream, "text/event-stream"]]) {
    using fixture = gatewayFixture({
      provider: () => new Response(answer, { headers: { "content-type": type ?? "" } }),
      directory: CLAUDE,
    });

    const asked = type === "application/json" ? ASKED : ASKED.replace("{", `{"stream":true,`);
    const response = await send(fixture, asked, { endpoint: MESSAGES, headers });

    const expected = answer?.replace(/"claude-[\w-]+"/, '"anthropic/claude-haiku-4-5"');
    assert.equal(await response.text(), expected);
    assert.match(fixture.row().modelUsed, /^claude-/);
  }
});

Deno.test("PassThrough ends a stream of Anthropic's that broke off in Anthropic's words", async () => {
  const stream = `event: message_start\ndata: {"type":"message_start","message":{}}\n\n`;
  using fixture = gatewayFixture({
    provider: () => new Response(stream, { headers: { "content-type": "text/event-stream" } }),
    directory: CLAUDE,
  });

  const response = await send(fixture, ASKED.replace("{", `{"stream":true,`), {
    endpoint: MESSAGES,
  });

  assert.match(await response.text(), /\n\nevent: error\ndata: \{"type":"error"/);
  await settled();
  assert.equal(fixture.row().outcome, "failed");
});

Deno.test("withoutKey cuts a key out of a text, but no short word that serves as one", () => {
  const draft = new Draft("id", CHAT, 0, 0, null);
  const using = (secret: string) => {
    const key = usableKey({ secret: new Secret(secret) });
    const names = { provider: "p", priceId: "p", upstreamModel: "m" };
    draft.attempted = { ...names, key, format: "openai_chat" };
    return withoutKey("Bad key sk-12345678, none such", draft);
  };

  assert.equal(using("sk-12345678"), "Bad key [redacted], none such");
  assert.equal(using("none"), "Bad key sk-12345678, none such");
});

Deno.test("PassThrough takes another provider's proof out of a request that would pass as it is", async () => {
  using fixture = gatewayFixture({
    provider: () => new Response(ANSWER, { headers: { "content-type": "application/json" } }),
    directory: CLAUDE,
  });
  const proof = { format: "openai_responses", value: { encrypted_content: "x" } } as const;
  const signature = packCarrier({ proof });
  const thought = { type: "thinking", thinking: "hm", signature };
  const asked = {
    model: "anthropic/claude-haiku-4-5",
    max_tokens: 9,
    messages: [
      { role: "user", content: "Hi" },
      { role: "assistant", content: [thought, { type: "text", text: "Hello" }] },
      { role: "user", content: "Go on" },
    ],
  };

  const response = await send(fixture, asked, { endpoint: MESSAGES });

  assert.equal(await response.text(), ANSWER);
  const sent = fixture.seen[0]?.body ?? "";
  assert.match(sent, /Hello.*Go on/);
  assert.doesNotMatch(sent, new RegExp(signature.slice(0, 12)));
});
