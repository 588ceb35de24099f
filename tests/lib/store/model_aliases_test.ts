import assert from "node:assert/strict";
import {
  deleteModelAlias,
  listModelAliases,
  setModelAlias,
} from "../../../lib/store/model_aliases.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

Deno.test("setModelAlias adds and replaces, and the directory's version moves", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const version = async () =>
    (await store.db.selectFrom("directory_version").select("version").executeTakeFirstOrThrow())
      .version;
  const before = await version();

  await setModelAlias(store.db, "fast", "groq/a", 1);
  await setModelAlias(store.db, "fast", "groq/b", 2);
  await setModelAlias(store.db, "best", "openai/c", 3);

  assert.deepEqual(await listModelAliases(store.db), [
    { alias: "best", target: "openai/c", createdAtMs: 3, updatedAtMs: 3 },
    { alias: "fast", target: "groq/b", createdAtMs: 1, updatedAtMs: 2 },
  ]);
  assert.equal(await version() - before, 3);
  assert.equal(await deleteModelAlias(store.db, "fast"), true);
  assert.equal(await deleteModelAlias(store.db, "fast"), false);
});
