import assert from "node:assert/strict";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import {
  type AuditEntry,
  insertAuditEntry,
  listAuditEntries,
} from "../../../lib/store/audit_log.ts";
import { tempDir } from "../../support/temp.ts";
import { openTestStore } from "../../support/test_store.ts";

const entry = (n: number, change: Partial<AuditEntry> = {}): AuditEntry => ({
  id: `id-${n}`,
  atMs: n * 1000,
  actor: CLI_ACTOR,
  action: "thing.update",
  target: null,
  before: undefined,
  after: undefined,
  ...change,
});

Deno.test("audit entries come back as they were, newest first", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const first = entry(1, { before: { a: [1] }, after: "text", target: "t" });
  for (const one of [first, entry(2)]) await insertAuditEntry(store.db, one);

  assert.deepEqual(await listAuditEntries(store.db, {}, null, 10), [entry(2), first]);
  assert.deepEqual(await listAuditEntries(store.db, {}, "id-2", 10), [first]);
  assert.deepEqual(await listAuditEntries(store.db, {}, null, 1), [entry(2)]);
});

Deno.test("listAuditEntries takes an action or its noun, as text and not as a pattern", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const actions = ["key.create", "key.delete", "keys.create", "key"];
  for (const [n, action] of actions.entries()) {
    await insertAuditEntry(store.db, entry(n, { action }));
  }
  const found = async (action: string) =>
    (await listAuditEntries(store.db, { action }, null, 10)).map((one) => one.action);

  assert.deepEqual(await found("key"), ["key", "key.delete", "key.create"]);
  assert.deepEqual(await found("key.create"), ["key.create"]);
  assert.deepEqual(await found("k%"), []);
});
