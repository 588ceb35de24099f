import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Connection } from "../../../lib/store/connection.ts";
import { copyDatabase, removeIfThere, requireSound } from "../../../lib/store/copy_database.ts";
import { damageIndex } from "../../support/damage.ts";
import { tempDir } from "../../support/temp.ts";

function sourceAt(path: string): Connection {
  const source = Connection.open(path, "writer");
  source.execute("CREATE TABLE t (a)");
  source.execute("INSERT INTO t VALUES (1), (2)");
  return source;
}

Deno.test("copyDatabase makes one private file that holds the same", async () => {
  await using dir = await tempDir();
  const source = sourceAt(dir.file("a.db"));

  await copyDatabase(source, dir.file("copy.db"));
  source.close();

  const names = [...Deno.readDirSync(dir.path)].map(({ name }) => name).toSorted();
  assert.deepEqual(names, ["a.db", "copy.db"]);
  if (Deno.build.os !== "windows") {
    assert.equal((Deno.statSync(dir.file("copy.db")).mode ?? 0) & 0o777, 0o600);
  }
  const copy = new DatabaseSync(dir.file("copy.db"), { readOnly: true });
  assert.equal(copy.prepare("SELECT sum(a) AS sum FROM t").get()?.sum, 3);
  copy.close();
});

Deno.test("copyDatabase takes over what an interrupted copy left", async () => {
  await using dir = await tempDir();
  const source = sourceAt(dir.file("a.db"));
  Deno.writeTextFileSync(dir.file("copy.db.partial"), "half a database");

  await copyDatabase(source, dir.file("copy.db"));
  source.close();

  const copy = Connection.open(dir.file("copy.db"), "plain");
  requireSound(copy, dir.file("copy.db"));
  copy.close();
});

Deno.test("copyDatabase leaves nothing behind when it fails", async () => {
  await using dir = await tempDir();
  const source = sourceAt(dir.file("a.db"));

  await assert.rejects(copyDatabase(source, dir.file("missing/copy.db")), /Cannot (write|copy)/);
  await assert.rejects(copyDatabase(source, dir.file("a.db")), /there is such a file/);
  source.close();

  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["a.db"]);
});

Deno.test("requireSound refuses a damaged database", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  const source = sourceAt(path);
  source.execute("CREATE INDEX i ON t (a)");
  source.close();
  damageIndex(path, "i");

  const damaged = Connection.open(path, "reader");
  assert.throws(
    () => requireSound(damaged, path),
    /Cannot check .*: the file is damaged; restore a backup/,
  );
  damaged.close();
});

Deno.test("removeIfThere removes a file and does not mind when there is none", async () => {
  await using dir = await tempDir();
  Deno.writeTextFileSync(dir.file("x"), "");

  removeIfThere(dir.file("x"));
  removeIfThere(dir.file("x"));

  assert.deepEqual([...Deno.readDirSync(dir.path)], []);
});
