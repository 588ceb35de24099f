import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { OutboundHeaders } from "../../../lib/gateway/outbound_headers.ts";
import { directoryOf, usableKey } from "../../support/gateway.ts";

const directory = (secret = "sk-one") =>
  directoryOf({
    keys: [
      { provider: "openai", key: usableKey({ secret: new Secret(secret) }), sealed: false },
      {
        provider: "openai",
        key: usableKey({ id: "key-2", secret: new Secret("sk-two") }),
        sealed: false,
      },
    ],
  }).providers.get("openai")!;

Deno.test("OutboundHeaders gives requests that are alike one list, and others their own", () => {
  const lists = new OutboundHeaders();
  const entry = directory();
  const [one = null, two = null] = entry.keys;
  const list = (caller: Record<string, string>, key = one, rendered = {}) =>
    lists.for(new Headers(caller), entry, key, "openai_chat", rendered);
  const first = list({ accept: "*/*", "x-other": "1" });

  assert.equal(list({ accept: "*/*", "x-other": "2" }), first);
  assert.notEqual(list({ accept: "application/json" }), first);
  assert.notEqual(list({ "openai-beta": "*/*" }), first);
  assert.notEqual(list({ accept: "*/*" }, two), first);
  assert.notEqual(list({ accept: "*/*" }, one, { "x-needed": "1" }), first);
  assert.equal(new Map(list({ accept: "*/*" }, two)).get("authorization"), "Bearer sk-two");
});

Deno.test("OutboundHeaders keeps no list that holds a key of one request's own", () => {
  const lists = new OutboundHeaders();
  const entry = directory();
  const caller = new Headers({ "idempotency-key": "once" });
  const list = () => lists.for(caller, entry, entry.keys[0]!, "openai_chat", {});

  assert.notEqual(list(), list());
  assert.equal(new Map(list()).get("idempotency-key"), "once");
});

Deno.test("OutboundHeaders uses a key that took another one's place at once", () => {
  const lists = new OutboundHeaders();
  const authorization = (secret: string) => {
    const entry = directory(secret);
    const list = lists.for(new Headers(), entry, entry.keys[0]!, "openai_chat", {});
    return new Map(list).get("authorization");
  };

  assert.deepEqual(["sk-old", "sk-new"].map(authorization), ["Bearer sk-old", "Bearer sk-new"]);
});

Deno.test("OutboundHeaders forgets when callers vary their headers at will, and stays right", () => {
  const lists = new OutboundHeaders();
  const entry = directory();

  for (let i = 0; i < 200; i++) {
    const caller = new Headers({ accept: `type/${i}` });
    const list = lists.for(caller, entry, entry.keys[0]!, "openai_chat", {});
    assert.equal(new Map(list).get("accept"), `type/${i}`);
  }
});
