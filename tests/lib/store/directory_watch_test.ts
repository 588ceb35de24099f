import assert from "node:assert/strict";
import { type FlowError } from "../../../lib/domain/errors.ts";
import { DirectoryWatch } from "../../../lib/store/directory_watch.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const settle = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const setSetting = (store: TestStore, key: string) =>
  store.db.insertInto("settings").values({ key, value: "1", updated_at_ms: 1 }).execute();

/** Resolves at the next call of `changed`. */
function nextChange(store: TestStore): { change: Promise<void>; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { change: promise, end: store.onForeignChange(resolve) };
}

Deno.test("DirectoryWatch tells of changes of another process, and of nothing else", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"), { pollIntervalMs: 5 });
  await using other = await openTestStore(dir.file("a.db"));
  let changes = 0;
  const end = store.onForeignChange(() => changes++);
  await settle(30);

  await other.append([recordedRequest({ id: testId(1) })]);
  await store.append([recordedRequest({ id: testId(2) })]);
  await settle(30);
  assert.equal(changes, 0, "log rows are no change");

  const { change, end: endNext } = nextChange(store);
  await settle(30);
  await setSetting(other, "k");
  await change;
  await settle(30);
  assert.equal(changes, 1, "one change is told once");

  end();
  endNext();
  await setSetting(other, "after the end");
  await settle(30);
  assert.equal(changes, 1);
});

Deno.test("DirectoryWatch tells of a change between the opening and the first listener", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"), { pollIntervalMs: 5 });
  await using other = await openTestStore(dir.file("a.db"));
  await setSetting(other, "early");

  const { change, end } = nextChange(store);

  await change;
  end();
  await setSetting(other, "while nobody listens");
  const later = nextChange(store);
  await later.change;
  later.end();
});

Deno.test("DirectoryWatch tells of every table that a server holds in memory", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"), { pollIntervalMs: 2 });
  const blob = new Uint8Array([1]);
  const times = { created_at_ms: 1, updated_at_ms: 1 };
  const key = { id: "1", provider: "p", label: "l", sealed_key: blob, ...times };
  const changes: Record<string, () => Promise<unknown>> = {
    "vault inserted": () =>
      store.db.insertInto("vault").values({
        ...{ id: 1, vault_id: "v", kdf: "k", kdf_params: "{}", salt: blob, wrapped_key: blob },
        ...times,
      }).execute(),
    "vault updated": () => store.db.updateTable("vault").set({ wrapped_key: blob }).execute(),
    "vault deleted": () => store.db.deleteFrom("vault").execute(),
    "key inserted": () =>
      store.db.insertInto("provider_keys").values({
        ...{ ...key, key_prefix: "", key_suffix: "", base_url: null, extra_config: null },
      }).execute(),
    "key updated": () => store.db.updateTable("provider_keys").set({ enabled: 0 }).execute(),
    "key deleted": () => store.db.deleteFrom("provider_keys").execute(),
    "token inserted": () =>
      store.db.insertInto("caller_tokens").values({
        ...{ id: "1", name: "n", token_prefix: "f", token_hash: blob, created_at_ms: 1 },
        ...{ expires_at_ms: null, last_used_at_ms: null },
      }).execute(),
    "token updated": () => store.db.updateTable("caller_tokens").set({ enabled: 0 }).execute(),
    "token deleted": () => store.db.deleteFrom("caller_tokens").execute(),
    "model inserted": () =>
      store.db.insertInto("provider_models").values({
        ...{ id: "1", provider: "p", model_id: "m", display_name: null, owned_by: null },
        ...{ raw_created: null, synced_at_ms: 1 },
      }).execute(),
    "model updated": () => store.db.updateTable("provider_models").set({ enabled: 0 }).execute(),
    "model deleted": () => store.db.deleteFrom("provider_models").execute(),
    "setting inserted": () => setSetting(store, "k"),
    "setting updated": () => store.db.updateTable("settings").set({ value: "2" }).execute(),
    "setting deleted": () => store.db.deleteFrom("settings").execute(),
  };
  const version = async () =>
    (await store.db.selectFrom("directory_version").select("version").executeTakeFirstOrThrow())
      .version;
  for (const [what, make] of Object.entries(changes)) {
    const before = await version();
    await make();
    assert.equal(await version(), before + 1, what);
  }
});

Deno.test("DirectoryWatch reports a failing look once, and goes on when it works again", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const errors: FlowError[] = [];
  await store.db.schema.alterTable("directory_version").renameTo("elsewhere").execute();
  const watch = new DirectoryWatch(store.db, 2, (error) => errors.push(error));
  const { promise, resolve } = Promise.withResolvers<void>();

  watch.add(resolve);
  await settle(40);
  assert.equal(errors.length, 1);
  assert.match(errors[0]?.message ?? "", /no such table: directory_version/);

  await store.db.schema.alterTable("elsewhere").renameTo("directory_version").execute();
  await settle(20);
  await store.db.updateTable("directory_version").set({ version: 99 }).execute();
  await promise;
  watch.stop();
});
