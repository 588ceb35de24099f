import assert from "node:assert/strict";
import { answerWith, outboundHeaders, upstreamRequestId } from "../../../lib/gateway/headers.ts";
import type { Provider } from "../../../lib/providers/provider.ts";
import { usableKey } from "../../support/gateway.ts";

const PROVIDER: Provider = {
  id: "p",
  name: "P",
  baseUrl: null,
  speaks: { openai_chat: {} },
  streamUsage: "always",
};

Deno.test("outboundHeaders lets only named headers of the caller through", () => {
  const caller = new Headers({
    accept: "text/event-stream",
    "openai-beta": "x",
    "idempotency-key": "i-1",
    authorization: "Bearer fgt_callers_own",
    "x-api-key": "fgt_callers_own",
    "api-key": "k",
    cookie: "session=1",
    host: "gateway",
    "openai-organization": "org",
    "openai-project": "proj",
    "x-forwarded-for": "10.0.0.1",
    "user-agent": "client",
    "x-session-id": "s",
    "x-flow-tags": "a=b",
    "x-stainless-lang": "js",
    "content-length": "5",
    "http-referer": "https://app",
    "x-title": "App",
  });

  const headers = outboundHeaders(caller, PROVIDER, null, {});

  assert.deepEqual(headers, [
    ["content-type", "application/json"],
    ["accept", "text/event-stream"],
    ["openai-beta", "x"],
    ["idempotency-key", "i-1"],
  ]);
});

Deno.test("outboundHeaders adds what a provider understands, the configuration and the key", () => {
  const caller = new Headers({ "http-referer": "https://app", "x-title": "App" });
  const provider = { ...PROVIDER, forwardHeaders: ["http-referer"] };

  const headers = outboundHeaders(caller, provider, usableKey(), { "api-version": "1" });

  assert.deepEqual(headers, [
    ["content-type", "application/json"],
    ["http-referer", "https://app"],
    ["api-version", "1"],
    ["authorization", "Bearer sk-test"],
  ]);
});

Deno.test("outboundHeaders sends no name twice: configuration before caller, key before all", () => {
  const headers = outboundHeaders(new Headers({ accept: "a" }), PROVIDER, usableKey(), {
    Accept: "b",
    Authorization: "Basic x",
    "Content-Type": "application/json; charset=utf-8",
  });

  assert.deepEqual(headers, [
    ["content-type", "application/json; charset=utf-8"],
    ["accept", "b"],
    ["authorization", "Bearer sk-test"],
  ]);
});

Deno.test("outboundHeaders sends no authorization for a key without a secret", () => {
  const headers = outboundHeaders(new Headers(), PROVIDER, usableKey({ secret: null }), {});

  assert.deepEqual(headers, [["content-type", "application/json"]]);
});

Deno.test("outboundHeaders speaks Anthropic's and lets a caller choose version and betas", () => {
  const caller = new Headers({ "anthropic-version": "2024-01-01", "anthropic-beta": "a, b" });
  const headersFor = (headers: Headers) =>
    outboundHeaders(headers, PROVIDER, usableKey(), {}, "anthropic_messages");

  assert.deepEqual(headersFor(new Headers()), [
    ["content-type", "application/json"],
    ["anthropic-version", "2023-06-01"],
    ["x-api-key", "sk-test"],
  ]);
  assert.deepEqual(headersFor(caller), [
    ["content-type", "application/json"],
    ["anthropic-version", "2024-01-01"],
    ["anthropic-beta", "a, b"],
    ["x-api-key", "sk-test"],
  ]);
  assert.deepEqual(outboundHeaders(caller, PROVIDER, null, {}), [
    ["content-type", "application/json"],
  ]);
});

Deno.test("outboundHeaders adds the betas of body and configuration to the caller's", () => {
  const caller = new Headers({ "anthropic-beta": "a, b" });
  const rendered = { "anthropic-beta": "c,b", "x-rendered": "1" };
  const configured = { "Anthropic-Beta": "d" };

  const headers = outboundHeaders(
    caller,
    PROVIDER,
    null,
    configured,
    "anthropic_messages",
    rendered,
  );

  assert.deepEqual(Object.fromEntries(headers), {
    "content-type": "application/json",
    "anthropic-version": "2023-06-01",
    "anthropic-beta": "a,b,c,d",
    "x-rendered": "1",
  });
});

Deno.test("answerWith passes limits and retry advice on", () => {
  const passed: [string, string][] = [
    ["anthropic-ratelimit-tokens-remaining", "5"],
    ["content-type", "application/json"],
    ["openai-processing-ms", "5"],
    ["retry-after", "20"],
    ["retry-after-ms", "20000"],
    ["x-ratelimit-remaining-requests", "99"],
    ["x-should-retry", "true"],
  ];

  const answer = answerWith("{}", new Response("{}", { status: 429, headers: passed }), []);

  assert.equal(answer.status, 429);
  assert.deepEqual([...answer.headers], passed);
});

Deno.test("answerWith lets our own headers win over the provider's", () => {
  const provider = new Response("{}", { headers: { "x-flow-model": "theirs", "x-a": "1" } });

  const answer = answerWith("{}", provider, [["x-flow-model", "ours"]]);

  assert.equal(answer.headers.get("x-flow-model"), "ours");
  assert.equal(answer.headers.get("x-a"), "1");
});

for (
  const name of [
    "connection",
    "content-encoding",
    "content-length",
    "transfer-encoding",
    "set-cookie",
    "alt-svc",
    "www-authenticate",
    "server",
    "strict-transport-security",
    "access-control-allow-origin",
    "cf-ray",
    "clear-site-data",
    "refresh",
    "x-flow-cost-usd",
  ]
) {
  Deno.test(`answerWith stops ${name}`, () => {
    const provider = new Response("{}", {
      status: 502,
      headers: [["content-type", "a/b"], [name, "1"]],
    });

    assert.equal(answerWith("{}", provider, []).headers.get(name), null);
  });
}

Deno.test("upstreamRequestId reads the names that providers use", () => {
  assert.equal(upstreamRequestId(new Headers({ "x-request-id": "a", "request-id": "b" })), "a");
  assert.equal(upstreamRequestId(new Headers({ "request-id": "b" })), "b");
  assert.equal(upstreamRequestId(new Headers()), null);
});
