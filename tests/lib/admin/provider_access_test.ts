import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import assert from "node:assert/strict";
import { planAll, planOne } from "../../../lib/admin/provider_access.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { insertProviderKey } from "../../../lib/store/provider_keys.ts";
import { newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

const LAB = { lab: { base_url: "http://127.0.0.1:1/v1", headers: { "x-team": "a" } } };

Deno.test("planAll has a plan for each enabled key and each configured provider without one", async () => {
  await using admin = await openAdmin(LAB);
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "off", enabled: false }));
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "second", priority: 1 }));
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "first" }));
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "ollama", secret: null }));

  const plans = await planAll(admin);

  assert.deepEqual(
    plans.map(({ provider, keyLabel, isSealed }) => [provider, keyLabel, isSealed]),
    [
      ["ollama", "default", false],
      ["openai", "first", true],
      ["openai", "second", true],
      ["lab", null, false],
    ],
  );
});

Deno.test("planAll opens a key only when it is wanted", async () => {
  await using admin = await openAdmin(LAB);
  await addProviderKey(
    admin,
    CLI_ACTOR,
    newKey({ provider: "lab", secret: new Secret("sk-lab-0123456"), baseUrl: "http://[::1]/v1" }),
  );
  const [plan] = await planAll(admin);
  assert.ok(plan);

  const { provider, baseUrl, headers, keyLabel, secret } = await plan.open();

  assert.deepEqual(
    [provider.id, baseUrl, headers, keyLabel, secret?.reveal()],
    ["lab", "http://[::1]/v1", { "x-team": "a" }, "default", "sk-lab-0123456"],
  );
  admin.vault.lock();
  await assert.rejects(plan.open(), flowError("vault_locked"));
});

Deno.test("planOne finds a provider by key, by configuration, or because it needs no key", async () => {
  await using admin = await openAdmin(LAB);
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "google" }));

  const cases: [string, string, string | null][] = [
    ["Gemini", "google", "default"],
    ["lab", "lab", null],
    ["lm-studio", "lmstudio", null],
  ];
  for (const [name, provider, keyLabel] of cases) {
    const plan = await planOne(admin, name);
    assert.deepEqual([plan.provider, plan.keyLabel], [provider, keyLabel]);
  }
});

Deno.test("planOne refuses providers that cannot be called, with the remedy", async () => {
  await using admin = await openAdmin();

  const missing = flowError("provider_not_configured", /add-key --provider openai/);
  await assert.rejects(planOne(admin, "openai"), missing);
  const unknown = flowError("provider_not_configured", /'opneai'.*Nearest: openai/);
  await assert.rejects(planOne(admin, "opneai"), unknown);
  await assert.rejects(planOne(admin, "a/b"), flowError("invalid_request"));
});

Deno.test("AccessPlan tells of a key whose base URL has gone from the configuration", async () => {
  await using admin = await openAdmin();
  await insertProviderKey(admin.db, {
    id: "1",
    provider: "lab",
    label: "old",
    sealedKey: null,
    keyPrefix: "",
    keySuffix: "",
    baseUrl: null,
    extraConfig: null,
    weight: 1,
    priority: 0,
    enabled: true,
    createdAtMs: 0,
    updatedAtMs: 0,
  });

  const plan = await planOne(admin, "lab");

  await assert.rejects(plan.open(), flowError("invalid_request", /'old' of 'lab'/));
});
