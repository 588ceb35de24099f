import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Prefixed, receive } from "../../../lib/gateway/receive.ts";
import { Exchange } from "../../../lib/http/exchange.ts";
import { flowError } from "../../support/flow_error.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { ScriptedBody } from "../../support/scripted_body.ts";

const JSON_TYPE = { "content-type": "application/json" };
const SSE = { "content-type": "text/event-stream" };
const LIMITS = { connectMs: 1, headersMs: 1, idleMs: 1 };

function received(response: Response, asksForStream = false, isTranslated = false) {
  const facts = { asksForStream, isTranslated };
  const exchange = new Exchange("p (host)", LIMITS, 0);
  return { exchange, answer: receive(response, exchange, facts, new HandClock()) };
}

const kinds: [what: string, response: Response, kind: string, phase: string][] = [
  ["a JSON answer", new Response("{}", { headers: JSON_TYPE }), "whole", "over"],
  ["an event stream", new Response("data: 1\n\n", { headers: SSE }), "stream", "headers"],
  ["an error", new Response("{}", { status: 500, headers: JSON_TYPE }), "error", "over"],
  [
    "an error typed as a stream",
    new Response("{}", { status: 404, headers: SSE }),
    "error",
    "over",
  ],
  [
    "an answer of 5 MiB",
    new Response(new Uint8Array(5 * 1024 * 1024), { headers: JSON_TYPE }),
    "large",
    "headers",
  ],
];
for (const [what, response, kind, phase] of kinds) {
  Deno.test(`receive takes ${what} for '${kind}'`, async () => {
    const { exchange, answer } = received(response);

    assert.equal((await answer).kind, kind);
    assert.equal(exchange.phase, phase);
  });
}

const anything: [type: string | null, asksForStream: boolean, kind: string][] = [
  ["audio/mpeg", false, "binary"],
  ["application/octet-stream", true, "binary"],
  [null, false, "binary"],
  ["application/json", true, "whole"],
  ["text/plain; charset=utf-8", true, "whole"],
  ["application/x-subrip", false, "whole"],
  ["text/event-stream", false, "stream"],
];
for (const [type, asksForStream, kind] of anything) {
  Deno.test(`receive takes ${type} for '${kind}' where anything may come`, async () => {
    const headers: Record<string, string> = type === null ? {} : { "content-type": type };
    const exchange = new Exchange("p (host)", LIMITS, 0);
    const facts = { asksForStream, isTranslated: false, takesAny: true };
    const response = new Response(new Uint8Array([1]), { headers });

    const answer = await receive(response, exchange, facts, new HandClock());

    assert.equal(answer.kind, kind);
  });
}

Deno.test("receive reads an answer of 5 MiB whole when it must be translated", async () => {
  const large = new Response(new Uint8Array(5 * 1024 * 1024), { headers: JSON_TYPE });

  assert.equal((await received(large, false, true).answer).kind, "whole");
});

Deno.test("receive refuses an answer that is too large to be translated", async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
  }, { highWaterMark: 0 });
  const { answer } = received(new Response(endless, { headers: JSON_TYPE }), false, true);

  await assert.rejects(answer, flowError("upstream_invalid_response", /64 MiB/));
});

Deno.test("receive waits for no piece of a stream", async () => {
  const body = new ScriptedBody();

  const answer = await received(new Response(body.stream, { headers: SSE }), true).answer;

  assert.equal(answer.kind, "stream");
  assert.equal(body.pulls, 0);
});

Deno.test("receive keeps the beginning of an error that is too large, and gives up the rest", async () => {
  const body = new ScriptedBody();
  const { exchange, answer } = received(new Response(body.stream, { status: 500 }));
  body.write(new Uint8Array(1024 * 1024 + 1));

  const error = await answer;

  assert.ok(error.kind === "error" && !error.isWhole);
  assert.equal(exchange.phase, "over");
  assert.equal(body.cancelled, "not wanted");
});

for (const status of [204, 205, 302, 304]) {
  Deno.test(`receive refuses status ${status} and gives up the rest`, async () => {
    const { exchange, answer } = received(new Response(null, { status }));

    await assert.rejects(answer, flowError("upstream_invalid_response"));
    assert.equal(exchange.phase, "over");
  });
}

Deno.test("receive rejects when the answer breaks off, with the exchange's own reason first", async () => {
  const [torn, late] = [new ScriptedBody(), new ScriptedBody()];
  const broken = received(new Response(torn.stream, { headers: JSON_TYPE }));
  const timed = received(new Response(late.stream, { headers: JSON_TYPE }));
  torn.breakOff();
  timed.exchange.abort(new FlowError("upstream_idle_timeout", "Too late."));

  await assert.rejects(broken.answer, flowError("upstream_interrupted"));
  await assert.rejects(timed.answer, flowError("upstream_idle_timeout"));
});

Deno.test("Prefixed gives the first piece, then the rest", async () => {
  const rest = [Uint8Array.of(2), null];
  const source = new Prefixed(Uint8Array.of(1), { read: () => Promise.resolve(rest.shift()!) });

  const pieces = [await source.read(), await source.read(), await source.read()];

  assert.deepEqual(pieces, [Uint8Array.of(1), Uint8Array.of(2), null]);
});
