import assert from "node:assert/strict";
import fc from "fast-check";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { appendLogEntries } from "../../../lib/store/log_writer.ts";
import { migrate } from "../../../lib/store/migrate.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { toColumns } from "../../../lib/store/request_columns.ts";
import { deleteRows, sumRows } from "../../../lib/store/row_sums.ts";
import { records } from "../../support/statistics_rows.ts";
import { tempDir } from "../../support/temp.ts";

const DAY_MS = 86_400_000;
const KEEP_ALL = { logPrompts: true, logResponses: true, redactSecrets: false };

const sumsOf = (connection: Connection) => ({
  rollUps: connection.execute("SELECT * FROM roll_ups ORDER BY 1, 2, 3, 4").rows,
  sessions: connection.execute("SELECT * FROM sessions ORDER BY 1").rows,
});
/** Adds up everything that is not yet. */
const catchUp = (connection: Connection) => {
  while (!sumRows(connection, 7).isComplete);
};
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
      fc.nat(60),
      (all, limit, byAge, summedBefore) => {
        append(connection, all);
        sumRows(connection, summedBefore);
        deleteRows(connection, { beforeMs: byAge ? 2 * DAY_MS : null, limit });
        catchUp(connection);
        const left = connection.execute("SELECT id FROM request_logs").rows as { id: string }[];
        const ids = new Set(left.map(({ id }) => id));
        append(fresh, all.filter(({ id }) => ids.has(id)));
        catchUp(fresh);

        assert.deepEqual(sumsOf(connection), sumsOf(fresh));

        for (const one of [connection, fresh]) deleteRows(one, { beforeMs: null, limit: 100 });
        assert.deepEqual(sumsOf(connection), NO_SUMS);
        assert.deepEqual(sumsOf(fresh), NO_SUMS);
      },
    );
    fc.assert(property, { numRuns: 40 });
  }));

Deno.test("sumRows adds a row once, in steps of so many", () =>
  withDatabases(async (connection, fresh) => {
    for (const one of [connection, fresh]) await migrate(one, MIGRATIONS, 1);
    const all = fc.sample(records(0, DAY_MS), { numRuns: 3, seed: 3 }).flat();
    for (const one of [connection, fresh]) append(one, all);

    assert.deepEqual(sumRows(connection, 2), { rows: 2, isComplete: false });
    catchUp(connection);
    assert.deepEqual(sumRows(connection, 2), { rows: 0, isComplete: true });
    assert.equal(sumRows(fresh, 1000).rows, all.length);

    assert.deepEqual(sumsOf(connection), sumsOf(fresh));
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

Deno.test("sumRows adds the rows of a database from before there were sums", () =>
  withDatabases(async (connection, fresh) => {
    const all = fc.sample(records(0, 3 * DAY_MS), { numRuns: 5, seed: 7 }).flat();
    await migrate(connection, MIGRATIONS.filter(({ number }) => number < 4), 1);
    insertBare(connection, all);
    for (const one of [connection, fresh]) await migrate(one, MIGRATIONS, 2);
    append(fresh, all);

    for (const one of [connection, fresh]) catchUp(one);

    assert.deepEqual(sumsOf(connection), sumsOf(fresh));
  }));
