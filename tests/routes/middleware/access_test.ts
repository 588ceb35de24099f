import assert from "node:assert/strict";
import { Hono } from "hono";
import { AccessRules, type AccessSettings } from "../../../lib/auth/access_rules.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import type { AppEnv, Peer } from "../../../routes/env.ts";
import { access } from "../../../routes/middleware/access.ts";
import { proxyErrors } from "../../../routes/v1/errors.ts";

const PAGE = "http://localhost:3000";
const SETTINGS: AccessSettings = {
  mode: "local_only",
  allowedIps: [],
  trustedProxies: [],
  bindHost: "127.0.0.1",
  allowedHosts: [],
  allowedOrigins: [PAGE],
};
const LOCAL: Peer = { transport: "tcp", hostname: "127.0.0.1" };
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

function app(settings: Partial<AccessSettings> = {}) {
  let rules = new AccessRules({ ...SETTINGS, ...settings });
  const app = new Hono<AppEnv>();
  app.onError(proxyErrors(QUIET, () => "id-1"));
  app.use(access(() => rules));
  app.post("/v1/chat/completions", (c) => c.json({ ip: c.get("clientIp") }));
  app.get("/v1/fails", () => {
    throw new FlowError("vault_locked", "locked");
  });
  app.get("/health", (c) => c.json({ status: "ok" }));
  return {
    app,
    change: (next: Partial<AccessSettings>) => rules = new AccessRules({ ...SETTINGS, ...next }),
  };
}
interface Call {
  readonly path?: string;
  readonly method?: string;
  /** Null: the connection has no address. */
  readonly peer?: Peer | null;
}
async function call(
  hono: Hono<AppEnv>,
  headers: Record<string, string> = {},
  { path = "/v1/chat/completions", method = "POST", peer = LOCAL }: Call = {},
): Promise<Response> {
  const request = new Request(`http://127.0.0.1:7798${path}`, {
    method,
    headers: { host: "127.0.0.1:7798", ...headers },
  });
  return await hono.fetch(request, peer === null ? {} : { remoteAddr: peer });
}

Deno.test("access lets local tools pass, tells routes the address and adds nothing", async () => {
  const response = await call(app().app);

  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { ip: "127.0.0.1" });
  assert.equal(response.headers.get("access-control-allow-origin"), null);
});

Deno.test("access answers 403 of type forbidden on every path for a foreign address", async () => {
  const peer = { transport: "tcp", hostname: "203.0.113.9" };
  for (const [method, path] of [["POST", "/v1/chat/completions"], ["GET", "/health"]] as const) {
    const response = await call(app().app, { "x-forwarded-for": "127.0.0.1" }, {
      path,
      method,
      peer,
    });

    assert.equal(response.status, 403);
    const { error } = await response.json();
    assert.equal(error.type, "forbidden");
    assert.equal(error.code, "ip_not_allowed");
  }
});

Deno.test("access refuses a connection without an address", async () => {
  const peers: (Peer | null)[] = [null, { transport: "unix", hostname: "127.0.0.1" }];
  for (const peer of peers) {
    assert.equal((await call(app().app, {}, { peer })).status, 403);
  }
});

Deno.test("access takes an IPv4-mapped loopback address for this machine", async () => {
  const peer = { transport: "tcp", hostname: "::ffff:127.0.0.1" };

  assert.equal((await call(app().app, {}, { peer })).status, 200);
});

Deno.test("access refuses rebound names and foreign pages before the route runs", async () => {
  const table: [Record<string, string>, string][] = [
    [{ host: "evil.example:7798" }, "host_not_allowed"],
    [{ origin: "https://evil.example" }, "origin_not_allowed"],
    [{ origin: "null" }, "origin_not_allowed"],
    [{ "sec-fetch-site": "cross-site" }, "origin_not_allowed"],
  ];
  for (const [headers, code] of table) {
    const response = await call(app().app, headers);
    assert.equal(response.status, 403);
    assert.equal((await response.json()).error.code, code);
    assert.equal(response.headers.get("access-control-allow-origin"), null);
  }
});

Deno.test("access answers the preflight of a listed origin without the route", async () => {
  const response = await call(app().app, {
    origin: PAGE,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,x-stainless-os",
    "access-control-request-private-network": "true",
  }, { method: "OPTIONS" });

  assert.equal(response.status, 204);
  const { headers } = response;
  assert.equal(headers.get("access-control-allow-origin"), PAGE);
  assert.match(headers.get("access-control-allow-methods") ?? "", /POST/);
  assert.equal(headers.get("access-control-allow-headers"), "authorization,x-stainless-os");
  assert.equal(headers.get("access-control-allow-private-network"), "true");
  assert.equal(headers.get("access-control-allow-credentials"), null);
  assert.match(headers.get("vary") ?? "", /Origin/);
});

Deno.test("access refuses the preflight of every other origin", async () => {
  const response = await call(app().app, {
    origin: "https://evil.example",
    "access-control-request-method": "POST",
  }, { method: "OPTIONS" });

  assert.equal(response.status, 403);
  assert.equal(response.headers.get("access-control-allow-origin"), null);
});

Deno.test("access makes answers readable for a listed origin, errors too", async () => {
  const answers = [
    await call(app().app, { origin: PAGE, "sec-fetch-site": "same-site" }),
    await call(app().app, { origin: PAGE }, { method: "GET", path: "/v1/fails" }),
  ];

  assert.deepEqual(answers.map(({ status }) => status), [200, 503]);
  for (const { headers } of answers) {
    assert.equal(headers.get("access-control-allow-origin"), PAGE);
    assert.equal(headers.get("access-control-expose-headers"), "*");
    assert.equal(headers.get("access-control-allow-credentials"), null);
    assert.equal(headers.get("vary"), "Origin");
  }
});

Deno.test("access follows new rules from the next request on", async () => {
  const { app: hono, change } = app();
  const peer = { transport: "tcp", hostname: "10.0.0.7" };
  assert.equal((await call(hono, {}, { peer })).status, 403);

  change({ mode: "whitelist", allowedIps: ["10.0.0.0/8"] });
  assert.equal((await call(hono, {}, { peer })).status, 200);

  change({});
  assert.equal((await call(hono, {}, { peer })).status, 403);
});

Deno.test("access sees the peer that Deno.serve tells", async () => {
  const { app: hono } = app({ mode: "open" });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request, info) => hono.fetch(request, info),
  );

  const response = await fetch(`http://127.0.0.1:${server.addr.port}/v1/chat/completions`, {
    method: "POST",
  });
  assert.deepEqual(await response.json(), { ip: "127.0.0.1" });
  await server.shutdown();
});
