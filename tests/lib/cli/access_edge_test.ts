import assert from "node:assert/strict";
import { Hono } from "hono";
import { AccessEdge } from "../../../lib/cli/access_edge.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import type { AppEnv } from "../../../routes/env.ts";

const config = (env: Record<string, string> = {}) =>
  loadConfig({ flags: [], env: (name) => env[name], cwd: "/nowhere" }).config;

function appBehind(edge: AccessEdge) {
  const app = new Hono<AppEnv>();
  app.onError((error) => new Response(error.message, { status: 403 }));
  app.use(edge.middleware);
  app.get("/", (c) => c.text(c.get("clientIp") ?? "unknown"));
  return (hostname: string) =>
    app.request("/", { headers: { host: "127.0.0.1" } }, {
      remoteAddr: { transport: "tcp", hostname },
    });
}

Deno.test("AccessEdge applies a new configuration to the next request", async () => {
  const edge = new AccessEdge(config());
  const from = appBehind(edge);
  assert.equal((await from("10.1.2.3")).status, 403);

  edge.reconfigure(config({
    FLOWGATE_SECURITY__IP_WHITELIST__MODE: "whitelist",
    FLOWGATE_SECURITY__IP_WHITELIST__ALLOWED_IPS: "10.0.0.0/8",
  }));

  assert.equal((await from("10.1.2.3")).status, 200);
  assert.equal((await from("192.0.2.1")).status, 403);
});

Deno.test("AccessEdge lets every address in when the IP check is switched off", async () => {
  const edge = new AccessEdge(config({ FLOWGATE_SECURITY__IP_WHITELIST__ENABLED: "false" }));

  const answer = await appBehind(edge)("192.0.2.1");

  assert.equal(await answer.text(), "192.0.2.1");
});
