import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { searchAt } from "../../../lib/gateway/search_call.ts";
import { TAVILY } from "../../../lib/providers/search_providers.ts";
import { flowError } from "../../support/flow_error.ts";
import { fakeOutbound } from "../../support/outbound.ts";

const CALL = { url: null, key: new Secret("tvly-0123456789"), search: { query: "q" } };

Deno.test("searchAt goes to the provider's own address, or to the one that is given", async () => {
  const outbound = fakeOutbound();
  outbound.answer = () => ({ json: { results: [] } });

  await searchAt(outbound.call, TAVILY, CALL);
  await searchAt(outbound.call, TAVILY, { ...CALL, url: "http://127.0.0.1:1/find" });

  assert.deepEqual(outbound.seen.map(({ url }) => url.href), [
    "https://api.tavily.com/search",
    "http://127.0.0.1:1/find",
  ]);
});

Deno.test("searchAt quotes no more of a failure than people read, and never the key", async () => {
  const outbound = fakeOutbound();
  outbound.answer = () => ({ status: 500, json: "tvly-0123456789 " + "x".repeat(2000) });

  await assert.rejects(searchAt(outbound.call, TAVILY, CALL), (error) => {
    assert.ok(error instanceof Error);
    assert.ok(error.message.length < 550 && !error.message.includes("tvly-0123456789"));
    flowError("upstream_error", /answered 500/)(error);
    return true;
  });
});
