import assert from "node:assert/strict";
import { jsonCaller, type JsonLimits, type JsonRequest } from "../../../lib/http/json_call.ts";
import { flowError } from "../../support/flow_error.ts";
import { type Replay, startReplayServer } from "../../support/replay_server.ts";

const CLOCK = { now: () => Date.now(), monotonic: () => performance.now() };
const LIMITS = { connectMs: 5000, headersMs: 5000, idleMs: 5000, maxBytes: 1000 };

/** One call to a server that answers so. */
async function call(
  replay: Replay,
  request: Partial<JsonRequest> = {},
  limits: Partial<JsonLimits> = {},
) {
  await using server = await startReplayServer(replay);
  const caller = jsonCaller({ clock: CLOCK }, { ...LIMITS, ...limits });
  const answer = await caller({
    target: "test (127.0.0.1)",
    method: "GET",
    url: new URL(`${server.url}/models`),
    headers: [["authorization", "Bearer sk-1"]],
    ...request,
  });
  return { answer, seen: server.requests[0]! };
}

Deno.test("jsonCaller sends method, headers and body, and reads JSON however it is cut", async () => {
  const body = { a: "ä\n" };
  const replay = { body: '{"ü":[1]}', cuts: "every-byte" } as const;

  const { answer, seen } = await call(replay, { method: "POST", body });

  assert.deepEqual([answer.status, answer.json, answer.text], [200, { ü: [1] }, '{"ü":[1]}']);
  assert.deepEqual([seen.method, seen.path], ["POST", "/models"]);
  assert.equal(new TextDecoder().decode(seen.body), JSON.stringify(body));
  assert.equal(seen.header("authorization"), "Bearer sk-1");
  assert.equal(seen.header("content-type"), "application/json");
});

Deno.test("jsonCaller gives every status, and undefined for what is no JSON", async () => {
  const headers = [["retry-after", "7"]] as const;
  const { answer } = await call({ status: 429, body: "slow down", headers });

  assert.deepEqual([answer.status, answer.json, answer.text], [429, undefined, "slow down"]);
  assert.equal(answer.headers.get("retry-after"), "7");
});

Deno.test("jsonCaller follows no redirect, which could take the key elsewhere", async () => {
  const headers = [["location", "http://127.0.0.1:1/"]] as const;
  const { answer } = await call({ status: 302, body: "", headers });

  assert.equal(answer.status, 302);
});

Deno.test("jsonCaller gives up on answers that are too large, cut off or silent", async () => {
  const cases: [Replay, Partial<JsonLimits>, Parameters<typeof flowError>][] = [
    [{ body: "x".repeat(1001) }, {}, ["upstream_invalid_response", /more than 1000 bytes/]],
    [{ body: "[1", then: "close" }, {}, ["upstream_interrupted", /broke off/]],
    [{ body: "[1", then: "reset" }, {}, ["upstream_interrupted", /broke off/]],
    [{ body: "[1", then: "stall" }, { idleMs: 50 }, ["upstream_idle_timeout", /50 ms/]],
  ];
  for (const [replay, limits, expected] of cases) {
    await assert.rejects(call(replay, {}, limits), flowError(...expected), replay.then);
  }
});

Deno.test("jsonCaller tells that nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const url = new URL(`http://127.0.0.1:${port}/`);

  await assert.rejects(
    jsonCaller({ clock: CLOCK }, LIMITS)({ target: "test", method: "GET", url, headers: [] }),
    flowError("upstream_unreachable", /^Cannot reach test: /),
  );
});
