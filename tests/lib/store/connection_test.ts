import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { tempDir } from "../../support/temp.ts";

const pragma = (connection: Connection, name: string): unknown =>
  Object.values(connection.execute(`PRAGMA ${name}`).rows[0] as Record<string, unknown>)[0];

Deno.test("Connection.open as writer makes a private file in WAL mode that can shrink", async () => {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");

  assert.equal(pragma(connection, "journal_mode"), "wal");
  assert.equal(pragma(connection, "auto_vacuum"), 2);
  assert.equal(pragma(connection, "page_size"), 16_384);
  assert.equal(pragma(connection, "synchronous"), 1);
  assert.equal(pragma(connection, "foreign_keys"), 1);
  assert.equal(pragma(connection, "busy_timeout"), 5000);
  connection.close();

  if (Deno.build.os !== "windows") {
    assert.equal((Deno.statSync(dir.file("a.db")).mode ?? 0) & 0o777, 0o600);
  }
});

Deno.test("Connection.open as reader cannot write", async () => {
  await using dir = await tempDir();
  const writer = Connection.open(dir.file("a.db"), "writer");
  writer.execute("CREATE TABLE t (a)");
  const reader = Connection.open(dir.file("a.db"), "reader");

  assert.throws(() => reader.execute("INSERT INTO t VALUES (1)"), /readonly/);
  reader.close();
  writer.close();
});

Deno.test("Connection.open names the file and the remedy when it cannot be opened", async () => {
  await using dir = await tempDir();
  Deno.writeTextFileSync(dir.file("text.db"), "this is no database, it is a text ".repeat(200));
  const cases = [
    {
      path: dir.file("missing/a.db"),
      role: "writer",
      says: /folder must be there, readable and writable/,
    },
    { path: dir.file("missing.db"), role: "reader", says: /Cannot open the database .*missing/ },
    { path: dir.path, role: "writer", says: /Cannot open the database/ },
    { path: dir.file("text.db"), role: "writer", says: /not a SQLite database; name another path/ },
  ] as const;

  for (const { path, role, says } of cases) {
    assert.throws(() => Connection.open(path, role), (error) => {
      assert.ok(error instanceof FlowError);
      assert.equal(error.code, "database_error");
      assert.match(error.message, says);
      return true;
    });
  }
});

Deno.test("Connection.execute gives rows, changes and the last id", async () => {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");
  connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");

  const inserted = connection.execute("INSERT INTO t (a) VALUES (?), (?)", ["x", "y"]);
  const returned = connection.execute("INSERT INTO t (a) VALUES ('z') RETURNING id");
  const selected = connection.execute("SELECT a FROM t WHERE id > ?", [1]);
  connection.close();

  assert.deepEqual(inserted, { rows: [], changes: 2, insertId: 2 });
  assert.deepEqual(returned.rows.map((row) => ({ ...row as object })), [{ id: 3 }]);
  assert.deepEqual(selected.rows.map((row) => ({ ...row as object })), [{ a: "y" }, { a: "z" }]);
});

Deno.test("Connection.execute runs a pragma that works row by row to its end", async () => {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");
  connection.execute("CREATE TABLE t (a)");
  connection.execute("INSERT INTO t VALUES (zeroblob(1000000))");
  connection.execute("DELETE FROM t");
  assert.ok(Number(pragma(connection, "freelist_count")) > 50);

  connection.execute("PRAGMA incremental_vacuum(1000)");

  assert.equal(pragma(connection, "freelist_count"), 0);
  connection.close();
});

Deno.test("Connection.transaction keeps all of its work or nothing", async () => {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");
  connection.execute("CREATE TABLE t (a)");
  const count = () =>
    (connection.execute("SELECT count(*) AS n FROM t").rows[0] as { n: number }).n;

  connection.transaction(() => connection.execute("INSERT INTO t VALUES (1)"));
  assert.throws(() =>
    connection.transaction(() => {
      connection.execute("INSERT INTO t VALUES (2)");
      throw new Error("changed its mind");
    }), /changed its mind/);

  assert.equal(count(), 1);
  assert.equal(connection.inTransaction, false);
  connection.rollback();
  connection.close();
});
