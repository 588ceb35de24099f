import assert from "node:assert/strict";
import { COMPLETIONS, EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { CHAT_BODY, directoryOf, gatewayFixture, send, usableKey } from "../../support/gateway.ts";
import { settled, streaming } from "../../support/scripted_body.ts";

const STREAMED = { ...CHAT_BODY, stream: true };
const CONTENT = `data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`;
const FINISH = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`;
const USAGE = `data: {"model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":10,` +
  `"completion_tokens":2,"total_tokens":12}}\n\n`;
const DONE = "data: [DONE]\n\n";

Deno.test("Gateway sends the caller's bytes on, but for the model name", async () => {
  using fixture = gatewayFixture();

  await send(
    fixture,
    `{"messages":[{"role":"user","content":null,"x":1.0}],"model":"openai/gpt-4o","n":null}`,
  );

  const [seen] = fixture.seen;
  assert.equal(seen?.url, "https://api.openai.com/v1/chat/completions");
  assert.equal(
    seen?.body,
    `{"messages":[{"role":"user","content":null,"x":1.0}],"model":"gpt-4o","n":null}`,
  );
  assert.equal(seen?.headers.get("authorization"), "Bearer sk-test");
});

const places: [endpoint: typeof COMPLETIONS, body: object, path: string][] = [
  [COMPLETIONS, { model: "openai/m", prompt: "x" }, "/v1/completions"],
  [EMBEDDINGS, { model: "openai/m", input: "x" }, "/v1/embeddings"],
];
for (const [endpoint, body, path] of places) {
  Deno.test(`Gateway sends ${endpoint.path} to its own place`, async () => {
    using fixture = gatewayFixture();

    await send(fixture, body, { endpoint });

    assert.equal(fixture.seen[0]?.url, `https://api.openai.com${path}`);
    assert.equal(fixture.row().endpoint, endpoint.path);
  });
}

const bases: [what: string, key: string | null, configured: string | null, url: string][] = [
  ["the provider's own", null, null, "https://api.openai.com/v1"],
  ["the configured one", null, "http://127.0.0.1:1/a/", "http://127.0.0.1:1/a"],
  [
    "the key's one before all",
    "http://127.0.0.1:2/b//",
    "http://127.0.0.1:1/a",
    "http://127.0.0.1:2/b",
  ],
];
for (const [what, baseUrl, configured, url] of bases) {
  Deno.test(`Gateway calls a base URL: ${what}`, async () => {
    using fixture = gatewayFixture({
      directory: {
        configured: configured === null ? {} : { openai: { base_url: configured } },
        keys: [{ provider: "openai", key: usableKey({ baseUrl }), sealed: false }],
      },
    });

    await send(fixture);

    assert.equal(fixture.seen[0]?.url, `${url}/chat/completions`);
  });
}

Deno.test("Gateway asks for usage where it must, and hides the chunk that only it asked for", async () => {
  const { provider, body } = streaming();
  using fixture = gatewayFixture({ provider });
  const response = await send(fixture, STREAMED);
  body().write(CONTENT + FINISH + USAGE + DONE);
  body().end();

  assert.equal(await response.text(), CONTENT + FINISH + DONE);
  assert.deepEqual(JSON.parse(fixture.seen[0]!.body).stream_options, { include_usage: true });
  assert.equal(fixture.row().totalTokens, 12);
});

Deno.test("Gateway leaves the usage chunk to a caller who asked for it", async () => {
  const { provider, body } = streaming();
  using fixture = gatewayFixture({ provider });
  const response = await send(fixture, { ...STREAMED, stream_options: { include_usage: true } });
  body().write(CONTENT + FINISH + USAGE + DONE);
  body().end();

  assert.equal(await response.text(), CONTENT + FINISH + USAGE + DONE);
});

Deno.test("Gateway does not ask a provider for usage that tells it anyway", async () => {
  const { provider, body } = streaming();
  using fixture = gatewayFixture({
    provider,
    directory: { keys: [{ provider: "mistral", key: usableKey(), sealed: false }] },
  });
  const response = await send(fixture, { ...STREAMED, model: "mistral/m" });
  body().write(CONTENT + FINISH + USAGE + DONE);
  body().end();

  assert.equal(await response.text(), CONTENT + FINISH + USAGE + DONE);
  assert.equal(JSON.parse(fixture.seen[0]!.body).stream_options, undefined);
});

Deno.test("Gateway passes a stream on alike wherever it is cut", async () => {
  const whole = new TextEncoder().encode(
    `: é\r\n\r\n${CONTENT.replace("Hi", "Grüße 😀")}${FINISH}${USAGE}${DONE}`,
  );
  const expected = `: é\r\n\r\n${CONTENT.replace("Hi", "Grüße 😀")}${FINISH}${DONE}`;
  for (let at = 0; at <= whole.length; at += 3) {
    const { provider, body } = streaming();
    using fixture = gatewayFixture({ provider });
    const response = await send(fixture, STREAMED);
    body().write(whole.slice(0, at));
    body().write(whole.slice(at));
    body().end();

    assert.equal(await response.text(), expected, `cut at ${at}`);
    assert.equal(fixture.row().totalTokens, 12);
  }
  await settled();
});

Deno.test("Gateway counts a request as started and finished once each, whatever its end", async () => {
  for (const body of [CHAT_BODY, "{"]) {
    using fixture = gatewayFixture();

    await send(fixture, body);

    assert.equal(fixture.started, 1);
    assert.equal(fixture.measured.length, 1);
  }
});

Deno.test("Gateway writes labels into the row and keeps them from the provider", async () => {
  using fixture = gatewayFixture();

  await send(
    fixture,
    { ...CHAT_BODY, x_session_id: "s-1", user_tag: "u", metadata: { team: "a" } },
    { headers: { "x-flow-tags": "env=prod" } },
  );

  const row = fixture.row();
  assert.equal(row.sessionId, "s-1");
  assert.equal(row.userTag, "u");
  assert.deepEqual(row.tags, { env: "prod", team: "a" });
  assert.deepEqual(JSON.parse(fixture.seen[0]!.body), {
    ...CHAT_BODY,
    model: "gpt-4o-mini",
    metadata: { team: "a" },
  });
});

Deno.test("Gateway times a request: latency, time to the first content, its own part", async () => {
  const { provider, body } = streaming();
  using fixture = gatewayFixture({
    provider: (request) => {
      fixture.clock.advance(20);
      return provider(request);
    },
  });
  const response = await send(fixture, STREAMED);
  fixture.clock.advance(5);
  body().write(CONTENT);
  await settled();
  fixture.clock.advance(100);
  body().write(FINISH + DONE);
  body().end();
  await response.text();

  const row = fixture.row();
  assert.equal(row.ttftMs, 25);
  assert.equal(row.latencyMs, 125);
  assert.equal(row.overheadUs, 0);
});

Deno.test("Gateway spreads requests over the keys of a provider and says which one served", async () => {
  const key = (id: string) => ({
    provider: "openai",
    key: usableKey({ id, label: id }),
    sealed: false,
  });
  using fixture = gatewayFixture({ directory: { keys: [key("a"), key("b")] } });

  for (let i = 0; i < 4; i++) await send(fixture);

  assert.deepEqual(fixture.rows.map(({ record }) => record.providerKeyLabel), ["a", "b", "a", "b"]);
});

Deno.test("Gateway sees a new directory with the next request", async () => {
  using fixture = gatewayFixture({ directory: { keys: [] } });
  const before = await send(fixture);
  fixture.directory = directoryOf();

  const after = await send(fixture);

  assert.deepEqual([before.status, after.status], [404, 200]);
});
