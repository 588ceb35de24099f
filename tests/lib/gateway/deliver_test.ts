import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { COMPLETIONS, EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { CHAT_BODY, gatewayFixture, send, usableKey } from "../../support/gateway.ts";
import { ScriptedBody, settled } from "../../support/scripted_body.ts";

const JSON_TYPE = { "content-type": "application/json" };
const SSE = { "content-type": "text/event-stream; charset=utf-8" };
const STREAMED = { ...CHAT_BODY, stream: true };
const ANSWER = `{ "model":"gpt-4o-mini", "choices":[{"finish_reason":"stop","message":` +
  `{"content":"Hi","future":1.0}}],"usage":{"prompt_tokens":10,"completion_tokens":2}}\n`;

function answering(body: BodyInit | null, init: ResponseInit = { headers: JSON_TYPE }) {
  return gatewayFixture({ provider: () => new Response(body, init) });
}

Deno.test("Deliverer hands a whole answer over byte for byte, with its cost and who gave it", async () => {
  using fixture = answering(ANSWER, { headers: { ...JSON_TYPE, "x-request-id": "req-up" } });

  const response = await send(fixture);

  assert.equal(response.status, 200);
  assert.equal(await response.text(), ANSWER);
  assert.deepEqual([...response.headers], [
    ["content-type", "application/json"],
    ["x-flow-attempts", "1"],
    ["x-flow-cost-usd", "0.0000027"],
    ["x-flow-model", "gpt-4o-mini"],
    ["x-flow-provider", "openai"],
    ["x-flow-upstream-request-id", "req-up"],
    ["x-request-id", "id-1"],
  ]);
  const row = fixture.row();
  assert.equal(row.outcome, "complete");
  assert.equal(row.costNanoUsd, 2700);
  assert.equal(row.upstreamRequestId, "req-up");
});

Deno.test("Deliverer hands over an answer that says how long it is", async () => {
  const headers = { ...JSON_TYPE, "content-length": String(ANSWER.length) };
  using fixture = answering(ANSWER, { headers });

  const response = await send(fixture);

  assert.equal(await response.text(), ANSWER);
  assert.equal(fixture.row().outcome, "complete");
});

Deno.test("Deliverer does not trust the length of a packed answer: unpacked it may be endless", async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
  }, { highWaterMark: 0 });
  const headers = { ...JSON_TYPE, "content-encoding": "gzip", "content-length": "20" };
  using fixture = answering(endless, { headers });

  const response = await send(fixture);

  assert.equal(fixture.rows.length, 0);
  await response.body?.cancel();
  await settled();
  assert.equal(fixture.row().outcome, "caller_gone");
});

Deno.test("Deliverer shows no cost where there is none", async () => {
  using fixture = answering(`{"choices":[]}`);

  const response = await send(fixture);

  assert.equal(response.headers.get("x-flow-cost-usd"), null);
  await response.body?.cancel();
});

for (const [what, error] of [["an object", { message: "No capacity" }], ["text", "No capacity"]]) {
  Deno.test(`Deliverer records an error that came under status 200 as ${what}`, async () => {
    const body = JSON.stringify({ error });
    using fixture = answering(body);

    const response = await send(fixture);

    assert.equal(response.status, 200);
    assert.equal(await response.text(), body);
    const row = fixture.row();
    assert.equal(row.outcome, "failed");
    assert.equal(row.errorCode, "upstream_error");
    assert.equal(row.errorMessage, "No capacity");
  });
}

const ERROR = `{"error":{"message":"Not so","type":"t","param":"p","code":"c"}, "more":1.0}`;
for (const status of [400, 401, 402, 403, 404, 413, 422, 429, 500, 502, 503, 529]) {
  Deno.test(`Deliverer passes status ${status} of a provider on with its body and its advice`, async () => {
    const advice = { "retry-after": "7", "x-ratelimit-remaining-requests": "0" };
    using fixture = answering(ERROR, { status, headers: { ...JSON_TYPE, ...advice } });

    const response = await send(fixture, STREAMED);

    assert.equal(response.status, status);
    assert.equal(await response.text(), ERROR);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(response.headers.get("retry-after"), "7");
    assert.equal(response.headers.get("x-ratelimit-remaining-requests"), "0");
    assert.equal(response.headers.get("x-flow-error-source"), "provider");
    const row = fixture.row();
    assert.equal(row.outcome, "failed");
    assert.equal(row.httpStatus, status);
    assert.equal(row.errorCode, "c");
    assert.equal(row.errorMessage, "Not so");
  });
}

for (const [secret, shown] of [["sk-provider-key", "[redacted]"], ["1", "1"], ["", ""]] as const) {
  Deno.test(`Deliverer shows a caller the key '${secret}' that a provider quotes as '${shown}'`, async () => {
    const quoted = (key: string) => `{"error":{"message":"Bad key ${key}","code":1,"n":null}}`;
    using fixture = gatewayFixture({
      provider: () => new Response(quoted(secret), { status: 401, headers: JSON_TYPE }),
      directory: {
        keys: [{
          provider: "openai",
          key: usableKey({ secret: new Secret(secret) }),
          sealed: false,
        }],
      },
    });

    const response = await send(fixture);

    assert.equal(await response.text(), quoted(shown));
    assert.equal(fixture.row().errorMessage, `Bad key ${shown}`);
    const logged = new TextDecoder().decode(fixture.rows[0]?.responseBody ?? undefined);
    assert.equal(logged, quoted(shown));
  });
}

const unreadable: [what: string, body: string, message: RegExp][] = [
  ["an HTML page", "<html><title>Bad gateway</title></html>", /status 502: Bad gateway$/],
  ["plain text", "upstream connect error", /status 502: upstream connect error$/],
  ["nothing", "", /status 502 and no readable body\.$/],
  ["half a JSON document", `{"error":{"mess`, /status 502: \{"error":\{"mess$/],
  ["a JSON document of 10 MB", `{"error":"${"x".repeat(10_000_000)}"}`, /x{250}/],
];
for (const [what, body, message] of unreadable) {
  Deno.test(`Deliverer puts ${what} into an error that clients can read, status kept`, async () => {
    using fixture = answering(body, { status: 502, headers: { "content-type": "text/html" } });

    const response = await send(fixture);

    const { error } = await response.json();
    assert.equal(response.status, 502);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(error.code, "upstream_error");
    assert.match(error.message, message);
    assert.ok(error.message.length < 400);
    assert.equal(fixture.row().httpStatus, 502);
  });
}

Deno.test("Deliverer stops reading an error of a provider that never ends", async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(65_536));
    },
  }, { highWaterMark: 0 });
  using fixture = answering(endless, { status: 500 });

  const response = await send(fixture);

  assert.equal((await response.json()).error.code, "upstream_error");
  assert.ok(pulled <= 18, `${pulled} pieces of 64 KiB`);
});

const refused: [what: string, body: string | null, init: ResponseInit, message: RegExp][] = [
  [
    "HTML with status 200",
    "<html>Welcome to nginx</html>",
    {
      headers: { "content-type": "text/html" },
    },
    /not answer with a JSON object \(content type: text\/html\)\. Check the base URL\..*Welcome to nginx/,
  ],
  ["text with status 200", "OK", {}, /not answer with a JSON object/],
  ["an empty answer", "", { headers: JSON_TYPE }, /no readable body/],
  [
    "a redirect",
    null,
    { status: 302, headers: { location: "https://evil.example" } },
    /redirect \(status 302\).*not followed/,
  ],
  ["not modified", null, { status: 304 }, /redirect \(status 304\)/],
  ["no content", null, { status: 204 }, /status 204/],
  ["reset content", null, { status: 205 }, /status 205/],
];
for (const [what, body, init, message] of refused) {
  for (const request of [CHAT_BODY, STREAMED]) {
    if (request === STREAMED && what.startsWith("text")) continue; // taken for a stream, see below
    const way = request === STREAMED ? "a stream" : "an answer";
    Deno.test(`Deliverer refuses ${what} for ${way}, with one row`, async () => {
      using fixture = answering(body, init);

      const response = await send(fixture, request);

      const { error } = await response.json();
      assert.equal(response.status, 502);
      assert.equal(error.code, "upstream_invalid_response");
      assert.match(error.message, message);
      assert.equal(response.headers.get("location"), null);
      assert.equal(fixture.row().outcome, "failed");
      assert.equal(fixture.row().httpStatus, 502);
    });
  }
}

Deno.test("Deliverer relays a stream as it comes and settles it at its end", async () => {
  const body = new ScriptedBody();
  using fixture = answering(body.stream, { headers: SSE });
  const response = await send(fixture, STREAMED);
  const reader = response.body!.getReader();

  body.write(": ping\n\n");
  assert.equal(new TextDecoder().decode((await reader.read()).value), ": ping\n\n");
  assert.equal(fixture.rows.length, 0);
  body.write("data: [DONE]\n\n");
  body.end();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "data: [DONE]\n\n");
  assert.equal((await reader.read()).done, true);

  assert.equal(fixture.row().outcome, "complete");
  assert.equal(response.headers.get("content-type"), SSE["content-type"]);
  assert.equal(response.headers.get("cache-control"), "no-cache");
  assert.equal(response.headers.get("x-accel-buffering"), "no");
  assert.equal(response.headers.get("x-flow-provider"), "openai");
  await settled();
});

const streamTypes: [type: string | null, isStream: boolean][] = [
  ["text/event-stream", true],
  ["Text/Event-Stream", true],
  ["text/plain", true],
  [null, true],
  ["application/json", false],
];
for (const [type, isStream] of streamTypes) {
  Deno.test(`Deliverer takes ${type} for ${isStream ? "a stream" : "an answer"} where a stream was asked for`, async () => {
    const text = isStream ? "data: [DONE]\n\n" : ANSWER;
    const body = new TextEncoder().encode(text);
    using fixture = answering(body, { headers: type === null ? {} : { "content-type": type } });

    const response = await send(fixture, STREAMED);

    assert.equal(response.headers.has("x-accel-buffering"), isStream);
    assert.equal(await response.text(), text);
    assert.equal(fixture.row().outcome, "complete");
  });
}

Deno.test("Deliverer relays an answer of more than 4 MiB byte for byte, with its usage", async () => {
  const large = `{"data":[${"0.125,".repeat(1_000_000)}1],"model":"text-embedding-3-small",` +
    `"usage":{"prompt_tokens":8,"total_tokens":8}}`;
  using fixture = answering(large);

  const response = await send(
    fixture,
    { model: "openai/text-embedding-3-small", input: "x" },
    { endpoint: EMBEDDINGS },
  );

  assert.ok(await response.text() === large);
  const row = fixture.row();
  assert.equal(row.outcome, "complete");
  assert.equal(row.promptTokens, 8);
  assert.equal(row.costNanoUsd, 160);
  assert.equal(fixture.rows[0]?.responseBody?.length, large.length);
});

Deno.test("Deliverer breaks a large answer off when the provider does", async () => {
  const body = new ScriptedBody();
  using fixture = answering(body.stream);
  const answered = send(fixture);
  body.write(new Uint8Array(5 * 1024 * 1024).fill(0x20));
  const response = await answered;
  const reader = response.body!.getReader();
  await reader.read();

  body.breakOff();

  await assert.rejects(reader.read());
  assert.equal(fixture.row().errorCode, "upstream_interrupted");
});

Deno.test("Deliverer answers 502 when the provider breaks a whole answer off", async () => {
  const body = new ScriptedBody();
  using fixture = answering(body.stream);
  const answered = send(fixture);
  body.write(ANSWER.slice(0, 20));
  await settled();

  body.breakOff();

  const response = await answered;
  assert.equal(response.status, 502);
  assert.equal((await response.json()).error.code, "upstream_interrupted");
  assert.equal(fixture.row().outcome, "failed");
  assert.equal(fixture.seen[0]?.signal.aborted, true);
});

Deno.test("Deliverer percent-encodes names that no header can hold, with one row", async () => {
  for (const stream of [false, true]) {
    const body = stream ? "data: [DONE]\n\n" : ANSWER;
    using fixture = gatewayFixture({
      provider: () => new Response(body, { headers: stream ? SSE : JSON_TYPE }),
      directory: {
        configured: { "größe": { base_url: "http://127.0.0.1:1/v1" } },
        keys: [{ provider: "größe", key: usableKey({ label: "Schlüssel\n1" }), sealed: false }],
      },
    });

    const response = await send(fixture, { ...CHAT_BODY, stream, model: "größe/\ud800 π" });

    assert.equal(response.status, 200);
    assert.equal(response.headers.get("x-flow-model"), "%EF%BF%BD%20%CF%80");
    assert.equal(response.headers.get("x-flow-provider"), "gr%C3%B6%C3%9Fe");
    await response.text();
    assert.equal(fixture.row().outcome, "complete");
  }
});

Deno.test("Deliverer serves the legacy completions as it serves chat", async () => {
  const text = `data: {"choices":[{"text":"Once","finish_reason":"length"}]}\n\ndata: [DONE]\n\n`;
  using fixture = answering(text, { headers: SSE });

  const response = await send(
    fixture,
    { model: "openai/gpt-3.5-turbo-instruct", prompt: "Tell", stream: true },
    { endpoint: COMPLETIONS },
  );

  assert.equal(await response.text(), text);
  assert.equal(fixture.row().format, "openai_completions");
  assert.equal(fixture.row().finishReason, "length");
});
