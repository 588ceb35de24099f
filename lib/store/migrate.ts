/**
 * Brings a database to the schema that this program knows.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Connection } from "./connection.ts";
import type { Migration } from "./migrations.ts";
import { databaseError } from "./sqlite_error.ts";

const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (
  number        INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  applied_at_ms INTEGER NOT NULL
) STRICT`;

/**
 * Applies the migrations that the database lacks, each in a transaction of its own together with
 * the note that it was applied. Processes that start together take turns.
 *
 * @returns the number of the newest migration
 * @throws FlowError `database_newer` when the database has migrations that this program lacks,
 *   `database_error` when one fails or was changed after it had been applied
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<number> {
  const digests = await Promise.all(migrations.map((migration) => digest(migration.text)));
  const newest = migrations.at(-1)?.number ?? 0;
  if (checkedVersion(connection, migrations, digests) === newest) return newest;
  for (const [index, migration] of migrations.entries()) {
    try {
      connection.transaction(() => {
        connection.execute(MIGRATIONS_TABLE);
        if (checkedVersion(connection, migrations, digests) >= migration.number) return;
        connection.executeScript(migration.text);
        connection.execute("INSERT INTO schema_migrations VALUES (?, ?, ?, ?)", [
          migration.number,
          migration.name,
          digests[index] ?? "",
          nowMs,
        ]);
      });
    } catch (error) {
      throw databaseError(`Cannot apply migration ${title(migration)} to the database`, error);
    }
  }
  return newest;
}

/**
 * Whether this program can use a database as it is, or after migrating it.
 * @returns the number of the newest migration in it; 0 when it holds none
 * @throws FlowError as `migrate` does
 */
export async function checkSchema(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<number> {
  const digests = await Promise.all(migrations.map((migration) => digest(migration.text)));
  return checkedVersion(connection, migrations, digests);
}

function checkedVersion(
  connection: Connection,
  migrations: readonly Migration[],
  digests: readonly string[],
): number {
  const applied = appliedMigrations(connection);
  const newest = migrations.at(-1)?.number ?? 0;
  const version = Math.max(0, ...applied.keys());
  if (version > newest) {
    throw new FlowError(
      "database_newer",
      `Cannot open the database: a newer version of this program has changed it (its schema is ` +
        `number ${version}, this version knows up to ${newest}). Run that newer version, or ` +
        `restore a backup that this version made.`,
    );
  }
  for (const [index, migration] of migrations.entries()) {
    const known = applied.get(migration.number);
    if (known === undefined || known === digests[index]) continue;
    throw new FlowError(
      "database_error",
      `Cannot open the database: migration ${
        title(migration)
      } was applied with another text than ` +
        `this program holds. Run the version that made the database, or restore a backup.`,
    );
  }
  return version;
}

function appliedMigrations(connection: Connection): Map<number, string> {
  const table = connection.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'",
  );
  const applied = new Map<number, string>();
  if (table.rows.length === 0) return applied;
  for (const row of connection.execute("SELECT number, sha256 FROM schema_migrations").rows) {
    if (typeof row !== "object" || row === null || !("number" in row) || !("sha256" in row)) {
      continue;
    }
    applied.set(Number(row.number), String(row.sha256));
  }
  return applied;
}

function title(migration: Migration): string {
  return `${String(migration.number).padStart(4, "0")} "${migration.name}"`;
}

/** SHA-256 as hex; line ends count as LF, so that a checkout with CRLF is the same migration. */
async function digest(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text.replaceAll("\r\n", "\n"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
