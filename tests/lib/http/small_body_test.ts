import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Exchange } from "../../../lib/http/exchange.ts";
import { isSmallBody, readSmallBody } from "../../../lib/http/small_body.ts";
import { startReplayServer } from "../../support/replay_server.ts";

const exchange = () =>
  new Exchange("p (host)", { connectMs: 1000, headersMs: 1000, idleMs: 1000 }, 0);
const gone = () => new FlowError("caller_gone", "Gone.");

Deno.test("isSmallBody believes a declared length, and none of an encoded body", () => {
  const small = (headers: Record<string, string>) => isSmallBody(new Response("{}", { headers }));

  assert.equal(small({ "content-length": "2" }), true);
  assert.equal(small({ "content-length": "65536" }), true);
  assert.equal(small({ "content-length": "65537" }), false);
  assert.equal(small({ "content-length": "2", "content-encoding": "gzip" }), false);
  assert.equal(small({ "content-length": "two" }), false);
  assert.equal(small({}), false);
});

Deno.test("readSmallBody gives the bytes, however they are cut", async () => {
  await using server = await startReplayServer({ body: `{"a":"ü"}`, cuts: "every-byte" });
  const response = await fetch(server.url);

  const bytes = await readSmallBody(response, exchange());

  assert.equal(new TextDecoder().decode(bytes), `{"a":"ü"}`);
});

Deno.test("readSmallBody rejects with the exchange's reason, also when it was over before", async () => {
  const during = exchange();
  const before = exchange();
  before.abort(gone());
  const endless = () => new Response(new ReadableStream({ type: "bytes" }));

  const waiting = readSmallBody(endless(), during);
  during.abort(gone());

  await assert.rejects(waiting, { code: "caller_gone" });
  await assert.rejects(readSmallBody(endless(), before), { code: "caller_gone" });
});

Deno.test("readSmallBody closes the socket of a body that stalls, also after garbage collection", async () => {
  await using server = await startReplayServer({ body: "half", then: "stall" });
  const subject = exchange();
  const waiting = fetch(server.url, { signal: subject.signal })
    .then((response) => readSmallBody(response, subject));
  await garbageIsCollected();

  subject.abort(gone());

  await assert.rejects(waiting, { code: "caller_gone" });
  assert.equal(await server.requests[0]?.ended, "aborted");
});

/** Makes garbage until an object that nothing holds is gone. */
async function garbageIsCollected(): Promise<void> {
  const canary = new WeakRef({});
  for (let round = 0; round < 200 && canary.deref() !== undefined; round++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    Array.from({ length: 100_000 }, (_, i) => ({ i }));
  }
  assert.equal(canary.deref(), undefined, "nothing was collected");
}
