import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { checkSchema, migrate } from "../../../lib/store/migrate.ts";
import { type Migration, MIGRATIONS } from "../../../lib/store/migrations.ts";
import { tempDir } from "../../support/temp.ts";

const FIRST: Migration = {
  number: 1,
  name: "first",
  text: "CREATE TABLE a (x);\nINSERT INTO a VALUES (1);",
};
const SECOND: Migration = { number: 2, name: "second", text: "CREATE TABLE b (y);" };

const tables = (connection: Connection): string[] =>
  connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").rows
    .map((row) => (row as { name: string }).name)
    .filter((name) => !name.startsWith("sqlite_"));

const applied = (connection: Connection) =>
  connection.execute("SELECT number, name, applied_at_ms FROM schema_migrations").rows
    .map((row) => ({ ...row as object }));

async function withDatabase(use: (connection: Connection, path: string) => Promise<void>) {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");
  try {
    await use(connection, dir.file("a.db"));
  } finally {
    connection.close();
  }
}

Deno.test("migrate applies what a database lacks, once, and notes it", () =>
  withDatabase(async (connection) => {
    assert.equal(await migrate(connection, [FIRST], 10), 1);
    assert.equal(await migrate(connection, [FIRST, SECOND], 20), 2);
    assert.equal(await migrate(connection, [FIRST, SECOND], 30), 2);

    assert.deepEqual(tables(connection), ["a", "b", "schema_migrations"]);
    assert.deepEqual(connection.execute("SELECT x FROM a").rows.length, 1);
    assert.deepEqual(applied(connection), [
      { number: 1, name: "first", applied_at_ms: 10 },
      { number: 2, name: "second", applied_at_ms: 20 },
    ]);
  }));

Deno.test("migrate leaves nothing half done of a migration that fails", () =>
  withDatabase(async (connection) => {
    const broken = { number: 2, name: "broken", text: "CREATE TABLE b (y);\nCREATE NONSENSE;" };

    await assert.rejects(migrate(connection, [FIRST, broken], 10), (error) => {
      assert.ok(error instanceof FlowError);
      assert.match(error.message, /^Cannot apply migration 0002 "broken" to the database: /);
      return true;
    });

    assert.deepEqual(tables(connection), ["a", "schema_migrations"]);
    assert.equal(await migrate(connection, [FIRST, SECOND], 20), 2);
  }));

Deno.test("migrate refuses a database that a newer version has changed", () =>
  withDatabase(async (connection) => {
    await migrate(connection, [FIRST, SECOND], 10);

    await assert.rejects(migrate(connection, [FIRST], 20), (error) => {
      assert.ok(error instanceof FlowError);
      assert.equal(error.code, "database_newer");
      assert.match(
        error.message,
        /schema is number 2, this version knows up to 1\)\. Run that newer/,
      );
      return true;
    });
    assert.deepEqual(tables(connection), ["a", "b", "schema_migrations"]);
  }));

Deno.test("migrate notices a migration that was edited after it had been applied", () =>
  withDatabase(async (connection) => {
    await migrate(connection, [FIRST], 10);
    const edited = { ...FIRST, text: FIRST.text.replace("(1)", "(2)") };

    await assert.rejects(
      migrate(connection, [edited, SECOND], 20),
      /0001 "first" was applied with another text/,
    );
    assert.deepEqual(tables(connection), ["a", "schema_migrations"]);
  }));

Deno.test("migrate takes a checkout with CRLF for the same migration", () =>
  withDatabase(async (connection) => {
    await migrate(connection, [FIRST], 10);
    const crlf = { ...FIRST, text: FIRST.text.replaceAll("\n", "\r\n") };

    assert.equal(await migrate(connection, [crlf], 20), 1);
  }));

Deno.test("migrate by two connections at once applies each migration once", () =>
  withDatabase(async (connection, path) => {
    const other = Connection.open(path, "writer");
    const both = [FIRST, SECOND];

    const versions = await Promise.all([migrate(connection, both, 1), migrate(other, both, 2)]);
    other.close();

    assert.deepEqual(versions, [2, 2]);
    assert.equal(connection.execute("SELECT x FROM a").rows.length, 1);
  }));

Deno.test("checkSchema tells the version without changing anything", () =>
  withDatabase(async (connection) => {
    assert.equal(await checkSchema(connection, [FIRST]), 0);
    assert.deepEqual(tables(connection), []);
    await migrate(connection, [FIRST], 10);

    assert.equal(await checkSchema(connection, [FIRST, SECOND]), 1);
  }));

Deno.test("migrate brings an empty file to this program's schema", () =>
  withDatabase(async (connection) => {
    await migrate(connection, MIGRATIONS, 10);

    assert.deepEqual(tables(connection), [
      "admin_keys",
      "admin_sessions",
      "audit_log",
      "body_words",
      "body_words_config",
      "body_words_data",
      "body_words_docsize",
      "body_words_idx",
      "caller_tokens",
      "directory_version",
      "model_aliases",
      "model_prices",
      "provider_keys",
      "provider_models",
      "request_bodies",
      "request_logs",
      "roll_ups",
      "router_history",
      "schema_migrations",
      "search_provider_keys",
      "sessions",
      "settings",
      "statistics_progress",
      "stored_responses",
      "vault",
    ]);
  }));
