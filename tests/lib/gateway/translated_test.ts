import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { MESSAGES } from "../../../lib/formats/anthropic_messages/endpoints.ts";
import { RESPONSES } from "../../../lib/formats/openai_responses/endpoints.ts";
import { type FakeProvider, gatewayFixture, send, usableKey } from "../../support/gateway.ts";
import { ScriptedBody, settled } from "../../support/scripted_body.ts";

const SECRET = new Secret("sk-very-secret");
const ASKED = {
  model: "openai/gpt-4o-mini",
  max_tokens: 50,
  messages: [{ role: "user", content: "Hi" }],
};
const CHAT_ANSWER = {
  id: "chatcmpl-1",
  model: "gpt-4o-mini",
  choices: [{
    index: 0,
    message: { role: "assistant", content: "Hello" },
    finish_reason: "length",
  }],
  usage: { prompt_tokens: 1000, completion_tokens: 10, total_tokens: 1010 },
};
const SSE = { "content-type": "text/event-stream" };
const chunk = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (value: unknown, finish: string | null = null) =>
  chunk({ id: "c", choices: [{ index: 0, delta: value, finish_reason: finish }] });

/** A gateway whose OpenAI is only spoken to in chat completions. */
function chatOnly(provider: FakeProvider) {
  return gatewayFixture({
    provider,
    directory: { configured: { openai: { format: "openai_chat" } } },
  });
}

Deno.test("Translated answers in the caller's format, with the provider's usage priced", async () => {
  using fixture = chatOnly(() => Response.json(CHAT_ANSWER));

  const response = await send(fixture, ASKED, { endpoint: MESSAGES });

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("x-flow-cost-usd"), "0.000156");
  const body = await response.json();
  assert.deepEqual(body.content, [{ type: "text", text: "Hello" }]);
  assert.equal(body.stop_reason, "max_tokens");
  const row = fixture.row();
  assert.equal(row.format, "anthropic_messages");
  assert.equal(row.upstreamFormat, "openai_chat");
  assert.equal(row.promptTokens, 1000);
  assert.equal(row.finishReason, "length");
  assert.equal(row.outcome, "complete");
});

Deno.test("Translated sends the request in the provider's format to its path", async () => {
  using fixture = chatOnly(() => Response.json(CHAT_ANSWER));

  await send(fixture, { ...ASKED, system: "Be brief" }, { endpoint: MESSAGES });

  const [seen] = fixture.seen;
  assert.equal(seen?.url, "https://api.openai.com/v1/chat/completions");
  assert.equal(seen?.headers.get("authorization"), "Bearer sk-test");
  const body = JSON.parse(seen?.body ?? "");
  assert.equal(body.model, "gpt-4o-mini");
  assert.deepEqual(body.messages.map((m: { role: string }) => m.role), ["system", "user"]);
});

Deno.test("Translated names in a header and in the row what could not be carried over", async () => {
  using fixture = chatOnly(() => Response.json(CHAT_ANSWER));

  const response = await send(fixture, { ...ASKED, top_k: 5 }, { endpoint: MESSAGES });

  assert.match(response.headers.get("x-flow-warnings") ?? "", /top_k/);
  assert.deepEqual(fixture.row().warnings?.map(({ field }) => field), ["top_k"]);
});

Deno.test("Translated refuses what would change the meaning, before anything is sent", async () => {
  using fixture = gatewayFixture({
    directory: { keys: [{ provider: "anthropic", key: usableKey(), sealed: false }] },
  });

  const response = await send(fixture, {
    model: "anthropic/claude-sonnet-4-5",
    messages: [{ role: "user", content: "Hi" }],
    n: 2,
  });

  assert.equal(response.status, 400);
  assert.equal((await response.json()).error.param, "n");
  assert.equal(fixture.seen.length, 0);
  assert.equal(fixture.row().outcome, "refused");
});

Deno.test("Translated turns a provider's error into the caller's kind of error", async () => {
  using fixture = chatOnly(() =>
    Response.json({ error: { message: "Slow down", type: "requests" } }, {
      status: 429,
      headers: { "retry-after": "7" },
    })
  );

  const response = await send(fixture, ASKED, { endpoint: MESSAGES });

  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "7");
  assert.equal(response.headers.get("x-flow-error-source"), "provider");
  const body = await response.json();
  assert.equal(body.type, "error");
  assert.equal(body.error.type, "rate_limit_error");
  assert.match(body.error.message, /Slow down/);
});

Deno.test("Translated translates a stream as it comes", async () => {
  const upstream = new ScriptedBody();
  using fixture = chatOnly(() => new Response(upstream.stream, { headers: SSE }));
  upstream.write(delta({ role: "assistant", content: "Hel" }));

  const response = await send(fixture, { ...ASKED, stream: true }, { endpoint: MESSAGES });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("Hel")) text += (await reader.read()).value;
  assert.match(text, /^event: message_start\n/);

  upstream.write(delta({ content: "lo" }) + delta({}, "stop"));
  upstream.write(chunk({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }));
  upstream.write("data: [DONE]\n\n");
  upstream.end();
  for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
  await settled();

  assert.match(text, /event: message_stop\n.*\n\n$/);
  const row = fixture.row();
  assert.equal(row.outcome, "complete");
  assert.equal(row.completionTokens, 2);
  assert.notEqual(row.ttftMs, null);
});

Deno.test("Translated ends a stream that breaks off with an error, never as if it were whole", async () => {
  const upstream = new ScriptedBody();
  using fixture = chatOnly(() => new Response(upstream.stream, { headers: SSE }));
  upstream.write(delta({ role: "assistant", content: "Hel" }));
  upstream.end();

  const response = await send(fixture, { ...ASKED, stream: true }, { endpoint: MESSAGES });
  const text = await response.text();
  await settled();

  assert.match(text, /event: error\n/);
  assert.doesNotMatch(text, /message_stop/);
  assert.equal(fixture.row().outcome, "failed");
});

Deno.test("Translated streams to a caller who asked for it what a provider answered whole", async () => {
  using fixture = chatOnly(() => Response.json(CHAT_ANSWER));

  const response = await send(fixture, {
    model: "openai/gpt-4o-mini",
    input: "Hi",
    stream: true,
  }, { endpoint: RESPONSES });

  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const text = await response.text();
  assert.match(text, /event: response.created\n/);
  assert.match(text, /event: response.incomplete\n/);
});

Deno.test("Translated says so when a provider answers with something else", async () => {
  using fixture = chatOnly(() =>
    new Response("<html>", { headers: { "content-type": "text/html" } })
  );

  const response = await send(fixture, ASKED, { endpoint: MESSAGES });

  assert.equal(response.status, 502);
  assert.equal((await response.json()).type, "error");
});

Deno.test("Translated masks our key where a provider quotes it", async () => {
  using fixture = gatewayFixture({
    provider: () =>
      Response.json({ error: { message: "Bad key sk-very-secret" } }, { status: 401 }),
    directory: {
      configured: { openai: { format: "openai_chat" } },
      keys: [{ provider: "openai", key: usableKey({ secret: SECRET }), sealed: false }],
    },
  });

  const response = await send(fixture, ASKED, { endpoint: MESSAGES });

  assert.doesNotMatch(await response.text(), /sk-very-secret/);
});

Deno.test("Translated lets a caller token in 'user' go no further", async () => {
  using fixture = chatOnly(() => Response.json(CHAT_ANSWER));

  const response = await send(fixture, {
    model: "openai/gpt-4o-mini",
    input: "Hi",
    user: "fgt_secret",
  }, { endpoint: RESPONSES });

  assert.doesNotMatch(await response.text(), /fgt_secret/);
  assert.doesNotMatch(fixture.seen[0]?.body ?? "", /fgt_secret/);
});
