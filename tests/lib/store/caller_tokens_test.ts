import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import {
  deleteCallerToken,
  getCallerToken,
  insertCallerToken,
  listCallerTokens,
  type StoredCallerToken,
  updateCallerToken,
} from "../../../lib/store/caller_tokens.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const token = (id: string, change: Partial<StoredCallerToken> = {}): StoredCallerToken => ({
  id,
  name: `name of ${id}`,
  tokenPrefix: "fgt_abcdefgh",
  tokenHash: new TextEncoder().encode(id.padEnd(32)),
  enabled: true,
  expiresAtMs: null,
  createdAtMs: 1,
  lastUsedAtMs: null,
  allowedModels: null,
  allowedProviders: null,
  tags: null,
  logBodies: true,
  ...change,
});

Deno.test("insertCallerToken keeps every field", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full = token("a", {
    enabled: false,
    expiresAtMs: 9,
    lastUsedAtMs: 8,
    allowedModels: ["fast", "openai/*"],
    allowedProviders: ["openai"],
    tags: { team: "a" },
    logBodies: false,
  });

  await insertCallerToken(store.db, full);

  assert.deepEqual(await getCallerToken(store.db, "a"), full);
  assert.equal(await getCallerToken(store.db, "b"), null);
});

Deno.test("insertCallerToken refuses a hash that is there", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertCallerToken(store.db, token("a"));

  await assert.rejects(
    insertCallerToken(store.db, token("b", { tokenHash: token("a").tokenHash })),
    (error) => {
      assert.ok(error instanceof FlowError);
      assert.equal(error.code, "already_exists");
      return true;
    },
  );
});

Deno.test("listCallerTokens goes by age", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertCallerToken(store.db, token("a", { createdAtMs: 2 }));
  await insertCallerToken(store.db, token("b", { createdAtMs: 1 }));

  assert.deepEqual((await listCallerTokens(store.db)).map(({ id }) => id), ["b", "a"]);
});

Deno.test("updateCallerToken changes what it is told and nothing else", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertCallerToken(store.db, token("a"));
  let expected = token("a");

  for (
    const change of [
      { enabled: false },
      { name: "n" },
      { expiresAtMs: 5 },
      { expiresAtMs: null },
      { allowedModels: ["a"] },
      { allowedModels: null },
      { allowedProviders: ["b"], tags: { c: "d" }, logBodies: false },
      { tokenPrefix: "fgt_zzzzzzzz", tokenHash: new TextEncoder().encode("another hash") },
      {},
    ]
  ) {
    assert.equal(await updateCallerToken(store.db, "a", change), true);
    expected = { ...expected, ...change };
    assert.deepEqual(await getCallerToken(store.db, "a"), expected);
  }
  assert.equal(await updateCallerToken(store.db, "b", { enabled: false }), false);
  assert.equal(await updateCallerToken(store.db, "b", {}), false);
});

Deno.test("deleteCallerToken removes one token and tells whether it was there", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await insertCallerToken(store.db, token("a"));
  await insertCallerToken(store.db, token("b"));

  assert.equal(await deleteCallerToken(store.db, "a"), true);
  assert.equal(await deleteCallerToken(store.db, "a"), false);

  assert.deepEqual((await listCallerTokens(store.db)).map(({ id }) => id), ["b"]);
});
