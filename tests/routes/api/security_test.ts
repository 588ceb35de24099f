import assert from "node:assert/strict";
import { access } from "../../../routes/middleware/access.ts";
import { AccessRules } from "../../../lib/auth/access_rules.ts";
import { startAdminApi } from "../../support/admin_api.ts";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";

const LIST = "/security/ip-whitelist";

Deno.test("GET and PUT /api/security/ip-whitelist show and change mode and list", async () => {
  await using api = await startAdminApi();
  assert.deepEqual((await api.call("GET", LIST)).body, {
    success: true,
    data: { enabled: true, mode: "local_only", allowed_ips: ["127.0.0.1", "::1"] },
  });

  const data = { enabled: true, mode: "whitelist", allowed_ips: ["10.0.0.0/8"] };
  const put = await api.call("PUT", LIST, { mode: "whitelist", allowed_ips: ["10.0.0.0/8"] });
  assert.deepEqual([put.status, put.body], [200, { success: true, data }]);
  assert.deepEqual((await api.call("GET", LIST)).body.data, data);

  await api.call("PUT", LIST, { mode: "local_only" });
  assert.deepEqual((await api.call("GET", LIST)).body.data, { ...data, mode: "local_only" });
});

Deno.test("PUT /api/security/ip-whitelist refuses what is wrong, as an envelope", async () => {
  await using api = await startAdminApi();
  for (
    const body of [
      { mode: "everybody" },
      { allowed_ips: "127.0.0.1" },
      { allowed_ips: 5 },
      { allowed_ips: ["not an address"] },
      { allowed_ips: ["10.0.0.0/33"] },
      { enabled: "yes" },
      { trusted_proxies: ["0.0.0.0/0"] },
    ]
  ) {
    const answer = await api.call("PUT", LIST, body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.equal(answer.body.success, false);
    assert.equal(typeof answer.body.error, "string");
  }
});

Deno.test("PUT /api/security/ip-whitelist does not shut its own sender out", async () => {
  await using api = await startAdminApi();
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("clientIp", "10.1.2.3");
    await next();
  });
  app.route("/api", api.api);
  const put = (body: unknown) =>
    app.request(`/api${LIST}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  const refused = await put({ mode: "whitelist", allowed_ips: ["192.168.0.0/16"] });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /10\.1\.2\.3/);
  assert.equal((await put({ mode: "whitelist", allowed_ips: ["10.0.0.0/8"] })).status, 200);
});

Deno.test("/api refuses a page that pointed its own name at this machine (DNS rebinding)", async () => {
  await using api = await startAdminApi();
  const rules = new AccessRules({
    mode: "local_only",
    allowedIps: [],
    trustedProxies: [],
    bindHost: "127.0.0.1",
    allowedHosts: [],
    allowedOrigins: [],
  });
  const app = new Hono<AppEnv>();
  app.onError((error) => Response.json({ error: error.message }, { status: 403 }));
  app.use(access(() => rules));
  app.route("/api", api.api);
  const from = (host: string) =>
    app.request(`http://${host}/api/auth/status`, { headers: { host } }, {
      remoteAddr: { transport: "tcp", hostname: "127.0.0.1" },
    });

  assert.equal((await from("localhost:7798")).status, 200);
  assert.equal((await from("evil.example:7798")).status, 403);
});

Deno.test("GET /api/server-config tells where the gateway listens and who may call", async () => {
  await using api = await startAdminApi();

  assert.deepEqual((await api.call("GET", "/server-config")).body, {
    host: "127.0.0.1",
    port: 7798,
    ip_mode: "local_only",
    allowed_ips: ["127.0.0.1", "::1"],
  });
});
