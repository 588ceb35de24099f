import assert from "node:assert/strict";
import { CallerTokenRegister } from "../../../lib/auth/caller_tokens.ts";
import { DirectorySource } from "../../../lib/cli/directory_source.ts";
import { systemRandom } from "../../../lib/cli/world.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { insertProviderKey, type StoredProviderKey } from "../../../lib/store/provider_keys.ts";
import { vaultRecords } from "../../../lib/store/vault_records.ts";
import { Vault } from "../../../lib/vault/vault.ts";
import { openTestStore, STILL_CLOCK } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const PASSWORD = new Secret("correct horse battery");

/** A directory over a real store and vault in a folder of its own. */
async function scene() {
  const dir = await tempDir();
  const store = await openTestStore(dir.file("a.db"));
  const vault = new Vault({
    records: vaultRecords(store.db),
    clock: STILL_CLOCK,
    randomBytes: systemRandom,
    iterations: 1000,
  });
  const logged: string[] = [];
  const replaced: string[] = [];
  const note = (message: string) => logged.push(message);
  const tokens = new CallerTokenRegister();
  const { config } = loadConfig({ flags: [], env: () => undefined, cwd: "/nowhere" });
  const source = new DirectorySource({
    store,
    vault,
    tokens,
    log: { debug: note, info: note, warn: note, error: note },
    config: () => config,
    tokenPolicy: () => "auto",
    onReplaced: () => replaced.push(source.current.vault),
  });
  const addKey = async (id: string, change: Partial<StoredProviderKey> = {}) => {
    await insertProviderKey(store.db, {
      id,
      provider: "openai",
      label: id,
      sealedKey: await vault.seal(id, new Secret(`sk-${id}`)),
      keyPrefix: "sk-",
      keySuffix: "",
      baseUrl: null,
      extraConfig: null,
      weight: 1,
      priority: 0,
      enabled: true,
      createdAtMs: 0,
      updatedAtMs: 0,
      ...change,
    });
  };
  const end = async () => {
    await store.close();
    await dir[Symbol.asyncDispose]();
  };
  const openai = () => source.current.providers.get("openai");
  return {
    store,
    vault,
    source,
    tokens,
    logged,
    replaced,
    addKey,
    openai,
    [Symbol.asyncDispose]: end,
  };
}

Deno.test("DirectorySource knows the built-in providers before anything was read", async () => {
  await using s = await scene();

  assert.equal(s.source.current.vault, "uninitialized");
  assert.equal(s.openai()?.keys.length, 0);
});

Deno.test("DirectorySource opens enabled keys when the vault is open, and only counts them when not", async () => {
  await using s = await scene();
  await s.vault.initialize(PASSWORD);
  await s.addKey("one");
  await s.addKey("two", { enabled: false });
  await s.source.reload();
  assert.deepEqual(s.openai()?.keys.map((key) => key.secret?.reveal()), ["sk-one"]);

  s.vault.lock();
  await s.source.reload();

  assert.deepEqual([s.openai()?.keys.length, s.openai()?.sealedKeys], [0, 1]);
});

Deno.test("DirectorySource tells which format a key is for", async () => {
  await using s = await scene();
  await s.vault.initialize(PASSWORD);
  await s.addKey("one", { extraConfig: { format: "openai_responses" } });
  await s.addKey("two");

  await s.source.reload();

  assert.deepEqual(s.openai()?.keys.map((key) => key.format), ["openai_responses", undefined]);
});

Deno.test("DirectorySource leaves out a key that was moved to another row, and says so", async () => {
  await using s = await scene();
  await s.vault.initialize(PASSWORD);
  await s.addKey("good");
  await s.addKey("moved", { sealedKey: await s.vault.seal("other row", new Secret("sk-x")) });

  await s.source.reload();

  assert.deepEqual(s.openai()?.keys.map((key) => key.label), ["good"]);
  assert.deepEqual(s.logged, ["A provider key cannot be opened and is not used"]);
});

Deno.test("DirectorySource.reload during a reload is served by one more after it", async () => {
  await using s = await scene();
  await s.vault.initialize(PASSWORD);
  const running = s.source.reload();
  await s.addKey("late");

  await Promise.all([running, s.source.reload(), s.source.reload()]);

  assert.deepEqual(s.openai()?.keys.map((key) => key.label), ["late"]);
});

Deno.test("DirectorySource shows a new directory and leaves the one in use as it is", async () => {
  await using s = await scene();
  await s.vault.initialize(PASSWORD);
  const before = s.source.current;
  await s.addKey("new");

  await s.source.reload();

  assert.equal(before.providers.get("openai")?.keys.length, 0);
  assert.notEqual(s.source.current, before);
});

Deno.test("DirectorySource says when a new directory is in place, so that old keys are forgotten", async () => {
  await using s = await scene();
  await s.vault.initialize(PASSWORD);
  await s.source.reload();
  s.vault.lock();

  await s.source.reload();

  assert.deepEqual(s.replaced, ["unlocked", "locked"]);
});
