/** The gateway between two real sockets: what only a network can show. */
import assert from "node:assert/strict";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { CHAT_BODY, type GatewayFixture, gatewayFixture } from "../../support/gateway.ts";
import { encodeRequest, RawConnection, rawRequest } from "../../support/raw_client.ts";
import { type Replay, startReplayServer } from "../../support/replay_server.ts";

const MODEL = "local/m";
const STREAMED = { ...CHAT_BODY, model: MODEL, stream: true };
const SSE = [["content-type", "text/event-stream"]] as const;
const CONTENT = `data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`;
const FINISH = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`;

/** A gateway on a port of its own before a provider that replays. */
async function between(replay: Replay) {
  const provider = await startReplayServer(replay);
  const fixture = gatewayFixture({
    fetch,
    directory: { configured: { local: { base_url: provider.baseUrl } } },
  });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => fixture.gateway.handle(CHAT, { request, clientIp: null }),
  );
  return {
    fixture,
    provider,
    url: `http://127.0.0.1:${server.addr.port}/v1/chat/completions`,
    port: server.addr.port,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await provider.close();
      fixture[Symbol.dispose]();
    },
  };
}

/** Waits until the row is there. */
async function rowOf(fixture: GatewayFixture) {
  while (fixture.rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return fixture.row();
}

Deno.test("Gateway passes a stream on byte for byte, cut after every byte", async () => {
  const body = `: é\r\n\r\n${CONTENT.replace("Hi", "Grüße 😀")}${FINISH}data: [DONE]\n\n`;
  await using subject = await between({ headers: SSE, body, cuts: "every-byte" });

  const answer = await rawRequest(subject.url, { body: STREAMED });

  assert.equal(answer.text(), body);
  assert.equal(answer.end, "complete");
  assert.equal((await rowOf(subject.fixture)).outcome, "complete");
});

Deno.test("Gateway ends the call when a caller's connection is lost in a stream", async () => {
  await using subject = await between({ headers: SSE, body: CONTENT, then: "stall" });

  const answer = await rawRequest(subject.url, { body: STREAMED, hangUpAfter: 1 });

  assert.equal(answer.text(), CONTENT);
  assert.equal(await subject.provider.requests[0]!.ended, "aborted");
  assert.equal((await rowOf(subject.fixture)).outcome, "caller_gone");
});

Deno.test("Gateway ends the call when a caller's connection is lost before an answer", async () => {
  // A whole answer that does not come to its end: the caller has not even got a status.
  await using subject = await between({ body: "{", framing: "chunked", then: "stall" });
  using caller = await RawConnection.open(subject.port);
  await caller.send(encodeRequest(new URL(subject.url), { body: { ...STREAMED, stream: false } }));
  while (subject.provider.requests.length === 0) await new Promise((r) => setTimeout(r, 5));

  caller.close();

  assert.equal(await subject.provider.requests[0]!.ended, "aborted");
  assert.equal((await rowOf(subject.fixture)).outcome, "caller_gone");
});

for (const then of ["close", "reset"] as const) {
  Deno.test(`Gateway tells the caller inside the stream of a provider's ${then}`, async () => {
    await using subject = await between({ headers: SSE, body: CONTENT, then });

    const answer = await rawRequest(subject.url, { body: STREAMED });

    assert.equal(answer.end, "complete");
    assert.ok(answer.text().startsWith(CONTENT));
    assert.match(answer.text(), /"code":"upstream_interrupted"/);
    assert.ok(!answer.text().includes("[DONE]"));
    assert.equal((await rowOf(subject.fixture)).errorCode, "upstream_interrupted");
  });
}

Deno.test("Gateway answers 502 to a status that only the wire knows, with one row", async () => {
  for (const body of [STREAMED, { ...STREAMED, stream: false }]) {
    await using subject = await between({ status: 799, body: "{}" });

    const answer = await rawRequest(subject.url, { body });

    assert.equal(answer.status, 502);
    assert.match(answer.text(), /status 799/);
    assert.equal((await rowOf(subject.fixture)).httpStatus, 502);
  }
});

Deno.test("Gateway breaks the connection off when a large answer does", async () => {
  const body = new Uint8Array(5 * 1024 * 1024).fill(0x20);
  await using subject = await between({ body, then: "close" });

  const answer = await rawRequest(subject.url, { body: { ...STREAMED, stream: false } });

  assert.equal(answer.status, 200);
  assert.notEqual(answer.end, "complete");
  assert.equal((await rowOf(subject.fixture)).errorCode, "upstream_interrupted");
});

Deno.test("Gateway reads no faster than its caller, and notices a caller who leaves meanwhile", async () => {
  const event = `data: ${"x".repeat(65_536)}\n\n`;
  const events = 800;
  await using subject = await between({ headers: SSE, body: event.repeat(events), cuts: 65_544 });
  const caller = await RawConnection.open(subject.port);
  await caller.send(encodeRequest(new URL(subject.url), { body: STREAMED }));
  // Time enough to take everything in, if nothing held it back.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(subject.provider.requests[0]?.end, null, "the provider could send everything");
  assert.equal(subject.fixture.rows.length, 0);

  caller.close();

  assert.equal(await subject.provider.requests[0]!.ended, "aborted");
  const row = await rowOf(subject.fixture);
  assert.equal(row.outcome, "caller_gone");
  const kept = subject.fixture.rows[0]?.responseBody?.length ?? 0;
  assert.ok(kept < events * event.length / 2, `${kept} bytes were read for nobody`);
});
