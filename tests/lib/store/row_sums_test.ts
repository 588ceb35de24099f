import assert from "node:assert/strict";
import fc from "fast-check";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { appendLogEntries } from "../../../lib/store/log_writer.ts";
import { migrate } from "../../../lib/store/migrate.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { toColumns } from "../../../lib/store/request_columns.ts";
import { deleteRows, sumEarlierRows } from "../../../lib/store/row_sums.ts";
import { records } from "../../support/statistics_rows.ts";
import { tempDir } from "../../support/temp.ts";

const DAY_MS = 86_400_000;
const KEEP_ALL = { logPrompts: true, logResponses: true, redactSecrets: false };

const sumsOf = (connection: Connection) => ({
  rollUps: connection.execute("SELECT * FROM roll_ups ORDER BY 1, 2, 3, 4").rows,
  sessions: connection.execute("SELECT * FROM sessions ORDER BY 1").rows,
});
const NO_SUMS = { rollUps: [], sessions: [] };

function append(connection: Connection, all: readonly RequestRecord[]): void {
  const entries = all.map((record) => ({ record, requestBody: null, responseBody: null }));
  appendLogEntries(connection, entries, ({ record }) => ({
    record,
    requestBody: null,
    responseBody: null,
    responseText: null,
    bodyState: "none",
  }), KEEP_ALL);
}

async function withDatabases(
  use: (one: Connection, other: Connection) => void | Promise<void>,
): Promise<void> {
  await using dir = await tempDir();
  const [one, other] = ["one.db", "other.db"].map((name) => dir.file(name)) as [string, string];
  const connections = [Connection.open(one, "writer"), Connection.open(other, "writer")] as const;
  try {
    await use(...connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

Deno.test("deleteRows leaves the sums as if the deleted rows had never been", () =>
  withDatabases(async (connection, fresh) => {
    for (const one of [connection, fresh]) await migrate(one, MIGRATIONS, 1);
    const property = fc.property(
      records(0, 3 * DAY_MS),
      fc.nat(20),
      fc.boolean(),
      (all, limit, byAge) => {
        append(connection, all);
        deleteRows(connection, { beforeMs: byAge ? 2 * DAY_MS : null, limit });
        const left = connection.execute("SELECT id FROM request_logs").rows as { id: string }[];
        const ids = new Set(left.map(({ id }) => id));
        append(fresh, all.filter(({ id }) => ids.has(id)));

        assert.deepEqual(sumsOf(connection), sumsOf(fresh));

        for (const one of [connection, fresh]) deleteRows(one, { beforeMs: null, limit: 100 });
        assert.deepEqual(sumsOf(connection), NO_SUMS);
        assert.deepEqual(sumsOf(fresh), NO_SUMS);
      },
    );
    fc.assert(property, { numRuns: 40 });
  }));

Deno.test("appendLogEntries adds a row to the sums once, though its batch comes again", () =>
  withDatabases(async (connection) => {
    await migrate(connection, MIGRATIONS, 1);
    const all = fc.sample(records(0, DAY_MS), { numRuns: 1, seed: 3 }).flat();
    append(connection, all);
    const once = sumsOf(connection);

    append(connection, all);

    assert.deepEqual(sumsOf(connection), once);
  }));

/** Writes rows as a program did that knew no sums. */
function insertBare(connection: Connection, all: readonly RequestRecord[]): void {
  const known = connection.execute("SELECT name FROM pragma_table_info('request_logs')").rows;
  const names = (known as { name: string }[]).map(({ name }) => name);
  for (const record of all) {
    const columns = Object.entries(toColumns(record, "none"))
      .filter(([name]) => names.includes(name));
    connection.execute(
      `INSERT INTO request_logs (${columns.map(([name]) => name).join(", ")})
       VALUES (${columns.map(() => "?").join(", ")})`,
      columns.map(([, value]) => value),
    );
  }
}

Deno.test("sumEarlierRows adds the rows of a database from before there were sums", () =>
  withDatabases(async (connection, fresh) => {
    const all = fc.sample(records(0, 3 * DAY_MS), { numRuns: 5, seed: 7 }).flat();
    await migrate(connection, MIGRATIONS.filter(({ number }) => number < 4), 1);
    insertBare(connection, all);
    for (const one of [connection, fresh]) await migrate(one, MIGRATIONS, 2);
    append(fresh, all);
    assert.deepEqual(sumsOf(connection), NO_SUMS);

    sumEarlierRows(connection);
    assert.deepEqual(sumsOf(connection), sumsOf(fresh));
    sumEarlierRows(connection);
    assert.deepEqual(sumsOf(connection), sumsOf(fresh), "again adds nothing");
  }));
