import assert from "node:assert/strict";
import { MIGRATIONS } from "../../../../lib/store/migrations.ts";
import { acquireServerLock } from "../../../../lib/store/server_lock.ts";
import { type CliFolder, cliFolder } from "../../../support/cli_folder.ts";

async function tokenNames(folder: CliFolder): Promise<string[]> {
  const { caller_tokens } = await folder.json(["tokens", "list"]);
  assert.ok(Array.isArray(caller_tokens));
  return caller_tokens.map(({ name }) => name);
}

/** A folder whose backup has the token `a`, and whose database has `b` as well. */
async function backedUp(): Promise<CliFolder> {
  const folder = await cliFolder();
  await folder.run(["tokens", "create", "a"]);
  await folder.run(["backup", "copy.db"]);
  await folder.run(["tokens", "create", "b"]);
  return folder;
}

Deno.test("restore puts the backup in place and keeps what was there", async () => {
  await using folder = await backedUp();

  const document = await folder.json(["restore", "copy.db", "--yes"]);

  assert.deepEqual(await tokenNames(folder), ["a"]);
  const { kept_at, ...rest } = document;
  assert.deepEqual(rest, {
    schema: 1,
    database: folder.file("data.db"),
    schema_version: MIGRATIONS.length,
  });
  const env = { FLOWGATE_DATABASE__PATH: String(kept_at) };
  const { caller_tokens } = await folder.json(["tokens", "list"], { env });
  assert.equal(Object(caller_tokens).length, 2);
});

Deno.test("restore asks before it replaces a database, and only then", async () => {
  await using folder = await backedUp();

  assert.equal((await folder.run(["restore", "copy.db"])).code, 2);
  assert.equal((await folder.run(["restore", "copy.db"], { typed: ["n"] })).code, 1);
  assert.deepEqual(await tokenNames(folder), ["a", "b"]);

  await Deno.remove(folder.file("data.db"));
  const fresh = await folder.run(["restore", "copy.db"]);
  assert.deepEqual([fresh.code, fresh.stdout], [0, ""]);
  assert.deepEqual(await tokenNames(folder), ["a"]);
});

Deno.test("restore gives 6 while a gateway runs, and 1 for what is no backup", async () => {
  await using folder = await backedUp();
  await Deno.writeTextFile(folder.file("text.db"), "no database at all");

  const lock = acquireServerLock(folder.file("data.db"), 4711);
  const running = await folder.run(["restore", "copy.db", "--yes"]);
  lock.release();
  assert.deepEqual([running.code, /a server is running/.test(running.stderr)], [6, true]);
  for (const file of ["text.db", "gone.db"]) {
    const { code, stdout } = await folder.run(["restore", file, "--yes"]);
    assert.deepEqual([code, stdout], [1, ""], file);
  }
  assert.deepEqual(await tokenNames(folder), ["a", "b"]);
});
