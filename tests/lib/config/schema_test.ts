import assert from "node:assert/strict";
import { configSchema } from "../../../lib/config/schema.ts";

Deno.test("configSchema has safe defaults", () => {
  const { server, security, logging, database } = configSchema.parse({});
  assert.deepEqual([server.host, server.port], ["127.0.0.1", 7798]);
  assert.deepEqual(security.ip_whitelist, {
    enabled: true,
    mode: "local_only",
    allowed_ips: ["127.0.0.1", "::1"],
  });
  assert.deepEqual([security.vault_enabled, security.caller_tokens, security.master_key_path], [
    true,
    "auto",
    "",
  ]);
  assert.equal(logging.redact_secrets, true);
  assert.ok(database.flush_interval_ms <= 100);
});

Deno.test("configSchema keeps the other defaults of a section that is given in part", () => {
  const { server } = configSchema.parse({ server: { port: 0 } });
  assert.deepEqual([server.port, server.host], [0, "127.0.0.1"]);
});

Deno.test("configSchema gives out defaults that do not share their lists", () => {
  configSchema.parse({}).security.ip_whitelist.allowed_ips.push("0.0.0.0/0");
  assert.deepEqual(configSchema.parse({}).security.ip_whitelist.allowed_ips, ["127.0.0.1", "::1"]);
});

Deno.test("configSchema refuses what would not be obeyed", () => {
  assert.ok(!configSchema.safeParse({ skills: { enabled: true } }).success);
});
