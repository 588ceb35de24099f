import assert from "node:assert/strict";
import { configuredRequests, keyHealthReport } from "../../../lib/admin/provider_key_health.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { fakeOutbound } from "../../support/outbound.ts";

Deno.test("keyHealthReport tells a key that rests from one that fails for a model", () => {
  const fake = fakeOutbound();
  const trouble = { keyId: "k", reason: "quota", untilMs: 9, state: "resting" } as const;
  const state = (enabled = true) => keyHealthReport(fake.keyHealth, { id: "k", enabled }).state;

  assert.equal(state(), "ok");
  fake.troubles = [{ ...trouble, model: "m" }];
  assert.equal(state(), "failing");
  fake.troubles = [{ ...trouble, model: null }];
  assert.equal(state(), "resting");
  assert.equal(state(false), "disabled");
  fake.troubles = [{ ...trouble, keyId: "other", model: null }];
  assert.equal(state(), "ok");
});

Deno.test("configuredRequests names headers without their values", () => {
  const { config } = loadConfig({ flags: [], env: () => undefined, cwd: "/nowhere" });
  const providers = {
    gemini: { headers: { "x-team": "secret" }, header_timeout_ms: 5, base_url: "http://a/v1" },
  };

  const shown = configuredRequests("google", { ...config, providers });

  assert.deepEqual([shown.baseUrl, shown.headers, shown.headerTimeoutMs], ["http://a/v1", [
    "x-team",
  ], 5]);
  assert.equal(shown.idleTimeoutMs, config.upstream.idle_timeout_ms);
  assert.ok(!JSON.stringify(shown).includes("secret"));
});
