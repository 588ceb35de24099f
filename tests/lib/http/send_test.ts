import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { type OutboundRequest, Sender, type SenderPorts } from "../../../lib/http/send.ts";
import { flowError } from "../../support/flow_error.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { startReplayServer } from "../../support/replay_server.ts";

/** A sender whose timer ends with the test. */
function sending(ports: Partial<SenderPorts> = {}): Sender & Disposable {
  const sender = new Sender({ clock: new HandClock(), ...ports });
  return Object.assign(sender, { [Symbol.dispose]: () => sender.close() });
}

function request(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    target: "Provider (host)",
    method: "POST",
    url: new URL(url),
    headers: [["content-type", "application/json"], ["authorization", "Bearer k"]],
    body: new TextEncoder().encode(`{"model":"m"}`),
    limits: { connectMs: 1000, headersMs: 1000, idleMs: 1000 },
    ...more,
  };
}

/** A provider that takes the request and never answers. */
const silent: typeof fetch = (_input, init) =>
  new Promise((_, reject) =>
    init?.signal?.addEventListener("abort", () => reject(new Error("aborted")))
  );

Deno.test("Sender sends method, headers and exact bytes, and gives back any status", async () => {
  await using server = await startReplayServer({ status: 529, body: `{"error":"busy"}` });
  using sender = sending();
  const outbound = request(`${server.baseUrl}/chat/completions`);
  const exchange = sender.open(outbound);

  const response = await sender.send(outbound, exchange);

  assert.equal(response.status, 529);
  assert.equal(await response.text(), `{"error":"busy"}`);
  assert.equal(exchange.phase, "body");
  exchange.finish();
  const [seen] = server.requests;
  assert.equal(seen?.path, "/v1/chat/completions");
  assert.equal(seen?.header("authorization"), "Bearer k");
  assert.equal(seen?.header("content-length"), "13");
  assert.equal(seen?.text(), `{"model":"m"}`);
});

Deno.test("Sender does not follow a redirect, which could carry the key elsewhere", async () => {
  await using elsewhere = await startReplayServer({ body: "{}" });
  await using server = await startReplayServer({
    status: 307,
    headers: [["location", elsewhere.url]],
    body: "",
  });
  using sender = sending();
  const outbound = request(server.url);
  const exchange = sender.open(outbound);

  const response = await sender.send(outbound, exchange);

  assert.equal(response.status, 307);
  assert.equal(elsewhere.requests.length, 0);
  await response.body?.cancel();
  exchange.finish();
});

Deno.test("Sender names the target and the innermost cause when nobody listens", async () => {
  const server = await startReplayServer({ body: "" });
  await server.close();
  using sender = sending();
  const outbound = request(server.url);
  const exchange = sender.open(outbound);

  await assert.rejects(
    sender.send(outbound, exchange),
    flowError("upstream_unreachable", /^Cannot reach Provider \(host\): Connection refused/),
  );
  assert.equal(exchange.phase, "over");
});

Deno.test("Sender never quotes a header value that cannot be sent: it may be a key", async () => {
  using sender = sending();
  const outbound = request("http://127.0.0.1:1", {
    headers: [["authorization", "Bearer sk-very\nsecret"]],
  });
  const exchange = sender.open(outbound);

  await assert.rejects(sender.send(outbound, exchange), (thrown) => {
    assert.ok(thrown instanceof FlowError);
    assert.equal(thrown.code, "provider_not_configured");
    assert.ok(!/sk-very|secret/.test(`${thrown.message} ${thrown.cause}`), thrown.message);
    return true;
  });
  assert.equal(exchange.phase, "over");
});

Deno.test("Sender gives the reason when an exchange is aborted while it waits", async () => {
  using sender = sending({ fetch: silent });
  const outbound = request("http://127.0.0.1:1");
  const exchange = sender.open(outbound);
  const sent = sender.send(outbound, exchange);
  const reason = new FlowError("caller_gone", "Gone.");

  exchange.abort(reason);

  await assert.rejects(sent, (thrown) => thrown === reason);
});

Deno.test("Sender sends nothing for an exchange that was aborted before", async () => {
  await using server = await startReplayServer({ body: "{}" });
  using sender = sending();
  const outbound = request(server.url);
  const exchange = sender.open(outbound);
  exchange.abort(new FlowError("caller_gone", "Gone."));

  await assert.rejects(sender.send(outbound, exchange), flowError("caller_gone"));
  assert.equal(server.requests.length, 0);
});

Deno.test("Sender ends an exchange whose headers do not come in time", async () => {
  const clock = new HandClock();
  using sender = sending({ clock, fetch: silent });
  const outbound = request("http://127.0.0.1:1");
  const sent = sender.send(outbound, sender.open(outbound));

  clock.advance(1001);

  await assert.rejects(sent, flowError("upstream_header_timeout", /1000 ms/));
});

Deno.test("Sender ends a body that goes silent, and the socket with it", async () => {
  const clock = new HandClock();
  await using server = await startReplayServer({ body: "half", then: "stall" });
  using sender = sending({ clock });
  const outbound = request(server.url);
  const exchange = sender.open(outbound);
  const response = await sender.send(outbound, exchange);
  const reader = response.body!.getReader();
  await reader.read();

  clock.advance(1001);

  await assert.rejects(reader.read(), flowError("upstream_idle_timeout"));
  assert.equal(await server.requests[0]!.ended, "aborted");
});

Deno.test("Sender tries to connect when headers stay away, and reports a dead host", async () => {
  using sender = sending({
    fetch: silent,
    tryConnect: () => Promise.reject(new Error("no route")),
  });
  const outbound = request("http://127.0.0.1:1", {
    limits: { connectMs: 2, headersMs: 60_000, idleMs: 60_000 },
  });

  await assert.rejects(
    sender.send(outbound, sender.open(outbound)),
    flowError("upstream_connect_timeout"),
  );
});

Deno.test("Sender passes its options on to fetch", async () => {
  await using server = await startReplayServer({ body: "{}" });
  const client = Deno.createHttpClient({});
  client.close();
  using sender = sending({ fetchOptions: { client } });
  const outbound = request(server.url);

  const sent = sender.send(outbound, sender.open(outbound));

  // A client that is closed can be told from no client at all.
  await assert.rejects(sent, flowError("upstream_unreachable", /BadResource|closed|resource/i));
  assert.equal(server.requests.length, 0);
});

Deno.test("Sender.send prepares like requests once, and forgets their keys when told to", async () => {
  const seen: (string | URL | Request)[] = [];
  const answering: typeof fetch = (input) => {
    seen.push(input);
    return Promise.resolve(new Response("{}"));
  };
  using sender = sending({ fetch: answering });
  const plain = request("http://127.0.0.1:1");
  const send = async (headers: [string, string][]) => {
    const one = { ...plain, headers };
    const exchange = sender.open(one);
    await sender.send(one, exchange);
    exchange.finish();
  };

  const like: [string, string][] = [["authorization", "Bearer a"]];
  await send(like);
  await send(like);
  await send([["authorization", "Bearer b"]]);
  sender.forget();
  await send(like);

  assert.equal(seen[0], seen[1]);
  assert.notEqual(seen[0], seen[2]);
  assert.notEqual(seen[0], seen[3]);
});
