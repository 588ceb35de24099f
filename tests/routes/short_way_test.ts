import assert from "node:assert/strict";
import { Hono } from "hono";
import { AccessRules, type AccessSettings } from "../../lib/auth/access_rules.ts";
import type { Inbound } from "../../lib/gateway/parts.ts";
import type { Endpoint } from "../../lib/formats/call.ts";
import { type AppEnv, inbound, type Peer } from "../../routes/env.ts";
import { access, passesPlainly } from "../../routes/middleware/access.ts";
import { shortWay } from "../../routes/short_way.ts";
import { proxyErrors } from "../../routes/v1/errors.ts";

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const LOCAL: Peer = { transport: "tcp", hostname: "127.0.0.1" };
const SETTINGS: AccessSettings = {
  mode: "local_only",
  allowedIps: [],
  trustedProxies: [],
  bindHost: "127.0.0.1",
  allowedHosts: [],
  allowedOrigins: ["http://localhost:3000"],
};

/** Says which endpoint a request reached, and from where. */
const gateway = {
  handle: ({ path }: Endpoint, { clientIp }: Inbound) =>
    Promise.resolve(Response.json({ path, clientIp })),
};

function bothWays(settings: Partial<AccessSettings> = {}) {
  const rules = new AccessRules({ ...SETTINGS, ...settings });
  const app = new Hono<AppEnv>();
  app.onError(proxyErrors(QUIET, () => "id-1"));
  app.use(access(() => rules));
  app.post("/*", (c) => gateway.handle({ path: c.req.path } as Endpoint, inbound(c)));
  return {
    short: shortWay(gateway, (...request) => passesPlainly(rules, ...request)),
    long: (request: Request, peer: Peer) => app.fetch(request, { remoteAddr: peer }),
  };
}

const post = (headers: Record<string, string> = {}, path = "/v1/chat/completions") =>
  new Request(`http://127.0.0.1:7798${path}`, {
    method: "POST",
    headers: { host: "127.0.0.1:7798", ...headers },
  });

Deno.test("shortWay reaches the endpoint and the address that the long way does", async () => {
  const { short, long } = bothWays({ trustedProxies: ["127.0.0.1"], mode: "open" });
  for (const path of ["/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/embeddings"]) {
    const request = post({ "x-forwarded-for": "192.0.2.7" }, path);

    const answer = await short(request, { remoteAddr: LOCAL });

    assert.deepEqual(await answer?.json(), { path, clientIp: "192.0.2.7" });
    assert.deepEqual(await (await long(request, LOCAL)).json(), { path, clientIp: "192.0.2.7" });
  }
});

Deno.test("shortWay lets nobody in whom the long way refuses or answers with headers of its own", async () => {
  const { short, long } = bothWays();
  const cases: readonly [string, Request, Peer, number][] = [
    ["another address", post(), { transport: "tcp", hostname: "192.0.2.1" }, 403],
    ["no address", post(), { transport: "unix" }, 403],
    ["another host name", post({ host: "evil.example" }), LOCAL, 403],
    ["a foreign page", post({ origin: "https://evil.example" }), LOCAL, 403],
    ["a page that hides", post({ "sec-fetch-site": "cross-site" }), LOCAL, 403],
    ["a listed page", post({ origin: "http://localhost:3000" }), LOCAL, 200],
  ];
  for (const [name, request, peer, status] of cases) {
    assert.equal(short(request, { remoteAddr: peer }), null, name);
    assert.equal((await long(request, peer)).status, status, name);
  }
});

Deno.test("shortWay leaves other methods and every other spelling of a path to the long way", () => {
  const { short } = bothWays();
  const odd = [
    "/v1/chat/completions/",
    "/v1/chat/completions?key=fgt_x",
    "/v1/chat%2Fcompletions",
    "//v1/chat/completions",
    "/x/v1/chat/completions",
    "/v1/models",
    "/",
  ];
  const requests = [...odd.map((path) => post({}, path)), new Request(post(), { method: "PUT" })];

  for (const request of requests) assert.equal(short(request, { remoteAddr: LOCAL }), null);
});

Deno.test("passesPlainly lets a failure through that is no refusal", () => {
  const broken = {
    check: () => {
      throw new TypeError("broken");
    },
  } as unknown as AccessRules;

  assert.throws(() => passesPlainly(broken, post(), "/", { remoteAddr: LOCAL }), TypeError);
});
