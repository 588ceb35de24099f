import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../../lib/domain/errors.ts";
import {
  databaseError,
  describeFailure,
  errcodeOf,
  isUniqueViolation,
  isValueError,
  SqliteError,
} from "../../../lib/store/sqlite_error.ts";

/** What node:sqlite throws when a statement fails. */
function failureOf(sql: string, ...values: unknown[]): unknown {
  const database = new DatabaseSync(":memory:");
  try {
    database.exec("CREATE TABLE t (a TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT");
    database.exec("INSERT INTO t VALUES ('taken', 1)");
    database.prepare(sql).run(...values as string[]);
  } catch (error) {
    return error;
  } finally {
    database.close();
  }
  throw new Error("the statement succeeded");
}

Deno.test("isUniqueViolation tells a taken key from other failures", () => {
  assert.equal(isUniqueViolation(failureOf("INSERT INTO t VALUES (?, 2)", "taken")), true);
  assert.equal(isUniqueViolation(failureOf("INSERT INTO t VALUES ('x', ?)", null)), false);
  assert.equal(isUniqueViolation(new Error("UNIQUE constraint failed")), false);
});

Deno.test("isValueError blames the value for constraints, types and unbindable things", () => {
  assert.equal(isValueError(failureOf("INSERT INTO t VALUES ('x', ?)", null)), true);
  assert.equal(isValueError(failureOf("INSERT INTO t VALUES ('x', ?)", "text")), true);
  assert.equal(isValueError(failureOf("INSERT INTO t VALUES (?, 2)", {})), true);
});

Deno.test("isValueError blames the database for everything else", () => {
  for (const errcode of [5, 8, 10, 11, 13, 266, 778]) {
    assert.equal(isValueError(new SqliteError("trouble", errcode)), false, String(errcode));
  }
  assert.equal(isValueError(new Error("database is not open")), false);
});

Deno.test("databaseError keeps a FlowError and puts everything else into words", () => {
  const known = new FlowError("database_newer", "newer");
  assert.equal(databaseError("Cannot open", known), known);

  const full = databaseError("Cannot write", new SqliteError("database or disk is full", 13));
  assert.equal(full.code, "database_error");
  assert.match(full.message, /^Cannot write: the disk is full; free some space \(SQLite: .+\)\.$/);
  assert.equal(errcodeOf(full), 13);
});

Deno.test("describeFailure uses SQLite's own words for a code without a remedy", () => {
  assert.equal(describeFailure("Cannot x", "odd", 9999), "Cannot x: odd.");
  assert.equal(describeFailure("Cannot x", "odd", null), "Cannot x: odd.");
});
