import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import assert from "node:assert/strict";
import { saveProviderModels } from "../../../lib/store/provider_models.ts";
import {
  addProviderKey,
  checkPlace,
  removeProviderKey,
  showProviderKeys,
} from "../../../lib/admin/provider_keys.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { listProviderKeys } from "../../../lib/store/provider_keys.ts";
import { type AdminParts, newKey, openAdmin } from "../../support/admin_parts.ts";
import { planOne } from "../../../lib/admin/provider_access.ts";
import { flowError } from "../../support/flow_error.ts";

const SECRET = "sk-0123456789abcdef";

async function storedLabels({ db }: AdminParts): Promise<string[]> {
  return (await listProviderKeys(db)).map(({ provider, label }) => `${provider}/${label}`);
}

Deno.test("addProviderKey seals the secret and shows only its ends", async () => {
  await using admin = await openAdmin();

  const { key, warnings } = await addProviderKey(
    admin,
    CLI_ACTOR,
    newKey({ secret: new Secret(SECRET) }),
  );

  const [stored] = await listProviderKeys(admin.db);
  assert.ok(stored?.sealedKey);
  assert.equal((await admin.vault.open(stored.id, stored.sealedKey)).reveal(), SECRET);
  assert.deepEqual(warnings, []);
  assert.deepEqual(key, {
    id: stored.id,
    provider: "openai",
    label: "default",
    masked: "sk-...cdef",
    baseUrl: null,
    format: "auto",
    weight: 1,
    priority: 0,
    enabled: true,
    createdAtMs: admin.clock.now(),
    updatedAtMs: admin.clock.now(),
  });
  assert.ok(!Deno.inspect([key, stored], { depth: 9 }).includes("0123456789abcdef"));
});

Deno.test("addProviderKey normalises provider, secret, label and base URL", async () => {
  await using admin = await openAdmin();

  const { key } = await addProviderKey(
    admin,
    CLI_ACTOR,
    newKey({
      provider: " Gemini ",
      label: "  Team B ",
      secret: new Secret("\n AIza0123456789 \r\n"),
      baseUrl: "https://proxy.example.com/v1/ ",
      weight: 3,
      priority: 2,
      enabled: false,
    }),
  );

  const { provider, label, baseUrl, masked, weight, priority, enabled } = key;
  assert.deepEqual(
    { provider, label, baseUrl, masked, weight, priority, enabled },
    {
      provider: "google",
      label: "Team B",
      baseUrl: "https://proxy.example.com/v1",
      masked: "AIz...6789",
      weight: 3,
      priority: 2,
      enabled: false,
    },
  );
});

Deno.test("addProviderKey labels keys default, default-2 …, also when added at once", async () => {
  await using admin = await openAdmin();

  await Promise.all(Array.from({ length: 5 }, () => addProviderKey(admin, CLI_ACTOR, newKey())));
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "groq" }));

  assert.deepEqual((await storedLabels(admin)).sort(), [
    "groq/default",
    "openai/default",
    "openai/default-2",
    "openai/default-3",
    "openai/default-4",
    "openai/default-5",
  ]);
});

Deno.test("addProviderKey refuses what cannot be, and stores nothing", async () => {
  await using admin = await openAdmin({ lab: { base_url: "http://127.0.0.1:1/v1" } });
  const cases: [Parameters<typeof newKey>[0], RegExp][] = [
    [{ provider: "opneai" }, /no built-in provider.*--base-url.*Nearest: openai/],
    [{ provider: "azure" }, /Azure OpenAI.*--base-url https:\/\/RESOURCE/],
    [{ provider: " " }, /its name is blank.*openai, anthropic/],
    [{ provider: "a b" }, /a name has at most 64/],
    [{ secret: null }, /Cannot add OpenAI without a key.*platform\.openai\.com/],
    [{ secret: new Secret(" ") }, /it is empty/],
    [{ baseUrl: "http://169.254.169.254/v1" }, /cloud-metadata/],
    [{ baseUrl: "nonsense" }, /must be a URL/],
    [{ label: " " }, /blank/],
    [{ weight: 0 }, /weight 0: .* 1 to 1000/],
    [{ weight: 1.5 }, /weight 1\.5/],
    [{ priority: -1 }, /priority -1: .* 0 to 1000/],
    [{ priority: NaN }, /priority NaN/],
  ];
  for (const [change, rule] of cases) {
    await assert.rejects(
      addProviderKey(admin, CLI_ACTOR, newKey(change)),
      flowError("invalid_request", rule),
    );
  }
  assert.deepEqual(await storedLabels(admin), []);
});

Deno.test("addProviderKey takes providers of one's own, and those without a key", async () => {
  await using admin = await openAdmin({ lab: { base_url: "http://127.0.0.1:1/v1" } });

  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "lab", secret: null }));
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "ollama", secret: null }));
  const own = newKey({ provider: "Mine", baseUrl: "http://10.0.0.5/v1" });
  const { warnings } = await addProviderKey(admin, CLI_ACTOR, own);
  const metadata = { baseUrl: "http://169.254.169.254/v1", allowLinkLocal: true };
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "mine", ...metadata }));

  assert.match(warnings.join(), /not encrypted/);
  assert.deepEqual(await storedLabels(admin), [
    "lab/default",
    "mine/default",
    "mine/default-2",
    "ollama/default",
  ]);
  assert.equal((await showProviderKeys(admin.db))[0]?.masked, null);
});

Deno.test("addProviderKey remembers the format that was chosen", async () => {
  await using admin = await openAdmin({ lab: { base_url: "http://127.0.0.1:1/v1" } });

  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "lab", format: "anthropic_messages" }));
  await addProviderKey(admin, CLI_ACTOR, newKey());

  const keys = await showProviderKeys(admin.db);
  assert.deepEqual(keys.map(({ provider, format }) => `${provider} ${format}`), [
    "lab anthropic_messages",
    "openai auto",
  ]);
  const access = await (await planOne(admin, "lab")).open();
  assert.equal(access.format, "anthropic_messages");
});

Deno.test("addProviderKey refuses a taken label and a locked vault", async () => {
  await using admin = await openAdmin();
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "one" }));

  const again = addProviderKey(admin, CLI_ACTOR, newKey({ label: "one" }));
  await assert.rejects(again, flowError("already_exists", /labelled "one"/));
  admin.vault.lock();
  await assert.rejects(addProviderKey(admin, CLI_ACTOR, newKey()), flowError("vault_locked"));
  await addProviderKey(admin, CLI_ACTOR, newKey({ provider: "ollama", secret: null }));
  assert.deepEqual(await storedLabels(admin), ["ollama/default", "openai/one"]);
});

Deno.test("checkPlace checks provider and base URL without a secret", () => {
  const place = { provider: "mine", baseUrl: null, allowLinkLocal: false };
  assert.throws(() => checkPlace({}, place), flowError("invalid_request", /base URL/));
  const { given } = checkPlace({}, { ...place, baseUrl: "https://example.com/v1/" });
  assert.equal(given?.url, "https://example.com/v1");
  assert.equal(checkPlace({}, { ...place, provider: "GROQ" }).provider.id, "groq");
});

Deno.test("removeProviderKey takes the models along with the provider's last key", async () => {
  await using admin = await openAdmin();
  const a = await addProviderKey(admin, CLI_ACTOR, newKey({ label: "a" }));
  const b = await addProviderKey(admin, CLI_ACTOR, newKey({ label: "b" }));
  await saveProviderModels(admin.db, [{
    id: "1",
    provider: "openai",
    modelId: "gpt-4o",
    displayName: null,
    ownedBy: null,
    rawCreated: null,
    enabled: true,
    syncedAtMs: 0,
    isManual: false,
    missingSinceMs: null,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: null,
  }]);

  assert.equal((await removeProviderKey(admin, CLI_ACTOR, a.key.id)).removedModels, 0);
  const { key, removedModels } = await removeProviderKey(admin, CLI_ACTOR, b.key.id);

  assert.deepEqual([key.label, removedModels], ["b", 1]);
  assert.deepEqual(await storedLabels(admin), []);
  await assert.rejects(removeProviderKey(admin, CLI_ACTOR, b.key.id), flowError("not_found"));
});
