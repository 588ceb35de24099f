import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import {
  CHAT_BODY,
  type FakeProvider,
  type GatewayFixture,
  gatewayFixture,
  send,
  type Upstream,
} from "../../support/gateway.ts";
import { settled, streaming } from "../../support/scripted_body.ts";

const STREAMED = { ...CHAT_BODY, stream: true };
const CONTENT = `data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`;

/** A provider that takes the request and never answers. */
const silent: FakeProvider = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()).error;
}

Deno.test("Gateway answers 502 when the provider cannot be reached", async () => {
  using fixture = gatewayFixture({
    provider: () =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("a: refused") })),
  });

  const response = await send(fixture);

  const error = await errorOf(response);
  assert.equal(response.status, 502);
  assert.equal(error.code, "upstream_unreachable");
  assert.equal(error.message, "Cannot reach OpenAI (api.openai.com): refused.");
  assert.equal(response.headers.get("x-flow-error-source"), "provider");
  assert.equal(response.headers.get("x-flow-provider"), "openai");
  assert.equal(fixture.row().outcome, "failed");
});

Deno.test("Gateway answers 504 when no headers come", async () => {
  using fixture = gatewayFixture({ provider: silent });
  const answered = send(fixture);
  await settled();

  fixture.clock.advance(1001);

  const response = await answered;
  assert.equal(response.status, 504);
  assert.equal((await errorOf(response)).code, "upstream_header_timeout");
  assert.equal(fixture.row().httpStatus, 504);
});

Deno.test("Gateway tells inside the stream that the provider went silent", async () => {
  const { provider, body } = streaming();
  using fixture = gatewayFixture({ provider });
  const response = await send(fixture, STREAMED);
  body().write(CONTENT);
  await settled();

  fixture.clock.advance(1001);

  const text = await response.text();
  assert.ok(text.startsWith(CONTENT));
  assert.match(text, /"code":"upstream_idle_timeout"/);
  assert.ok(!text.includes("[DONE]"));
  assert.equal(fixture.row().errorCode, "upstream_idle_timeout");
});

/** A request whose caller can hang up. */
function leaving(fixture: GatewayFixture, body: unknown = STREAMED) {
  const caller = new AbortController();
  return { caller, answered: send(fixture, body, { signal: caller.signal }) };
}

Deno.test("Gateway does not send for a caller who is gone, and keeps nothing of it", async () => {
  using fixture = gatewayFixture();

  const response = await send(fixture, CHAT_BODY, { signal: AbortSignal.abort() });

  assert.equal(response.status, 499);
  assert.equal(fixture.seen.length, 0);
  assert.equal(fixture.row().outcome, "caller_gone");
});

Deno.test("Gateway ends the call when the caller hangs up before an answer", async () => {
  let upstream: Upstream | undefined;
  using fixture = gatewayFixture({
    provider: (request) => silent(upstream = request),
  });
  const { caller, answered } = leaving(fixture);
  await settled();

  caller.abort();

  await answered;
  assert.equal(upstream?.signal.aborted, true);
  const row = fixture.row();
  assert.equal(row.outcome, "caller_gone");
  assert.equal(row.httpStatus, 499);
});

Deno.test("Gateway ends the call when the caller hangs up in the middle of a whole answer", async () => {
  const { provider } = streaming();
  using fixture = gatewayFixture({
    provider: async (request) =>
      new Response((await provider(request)).body, {
        headers: { "content-type": "application/json" },
      }),
  });
  const { caller, answered } = leaving(fixture, CHAT_BODY);
  await settled();

  caller.abort();

  await answered;
  assert.equal(fixture.seen[0]?.signal.aborted, true);
  assert.equal(fixture.row().outcome, "caller_gone");
});

for (const way of ["signal", "cancel", "both"] as const) {
  Deno.test(`Gateway ends a stream when the caller hangs up (${way}), with what is known so far`, async () => {
    const { provider, body } = streaming();
    using fixture = gatewayFixture({ provider });
    const { caller, answered } = leaving(fixture);
    const response = await answered;
    const reader = response.body!.getReader();
    body().write(CONTENT);
    await reader.read();

    if (way !== "cancel") caller.abort();
    if (way !== "signal") await reader.cancel().catch(() => null);
    await settled();

    assert.equal(fixture.seen[0]?.signal.aborted, true);
    const row = fixture.row();
    assert.equal(row.outcome, "caller_gone");
    assert.equal(row.httpStatus, 200);
  });
}

Deno.test("Gateway.abortAll ends what is under way, each with its row", async () => {
  const streams = [streaming(), streaming()];
  let next = 0;
  using fixture = gatewayFixture({
    provider: (request) => streams[next++]?.provider(request) ?? silent(request),
  });
  const responses = [await send(fixture, STREAMED), await send(fixture, STREAMED)];
  const waiting = send(fixture, CHAT_BODY);
  // The second caller does not read, so that its relay waits for it.
  for (let i = 0; i < 50; i++) streams[1]!.body().write(CONTENT);
  await settled();

  fixture.gateway.abortAll(new FlowError("shutting_down", "Closing time."));

  assert.equal((await waiting).status, 503);
  assert.match(await responses[0]!.text(), /"code":"shutting_down"/);
  await settled();
  assert.deepEqual(
    fixture.rows.map(({ record }) => record.errorCode),
    Array(3).fill("shutting_down"),
  );
  await responses[1]!.body?.cancel();
});

Deno.test("Gateway.abortAll leaves a request alone that is over", async () => {
  using fixture = gatewayFixture();
  await send(fixture);

  fixture.gateway.abortAll(new FlowError("shutting_down", "Closing time."));

  assert.equal(fixture.seen[0]?.signal.aborted, false);
  assert.equal(fixture.row().outcome, "complete");
});
