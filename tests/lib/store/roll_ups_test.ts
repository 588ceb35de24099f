import assert from "node:assert/strict";
import { toColumns } from "../../../lib/store/request_columns.ts";
import { Connection } from "../../../lib/store/connection.ts";
import { migrate } from "../../../lib/store/migrate.ts";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";
import { isError, RollUpChange, stepsOf, type SummedRow } from "../../../lib/store/roll_ups.ts";
import { requestRecord } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";

const HOUR_MS = 3_600_000;
const row = (change: Partial<RequestRecord> = {}): SummedRow =>
  toColumns(requestRecord(change), "none");

async function withSums(use: (connection: Connection) => void): Promise<void> {
  await using dir = await tempDir();
  const connection = Connection.open(dir.file("a.db"), "writer");
  try {
    await migrate(connection, MIGRATIONS, 1);
    use(connection);
  } finally {
    connection.close();
  }
}

const stepsIn = (connection: Connection, dimension: string) =>
  connection.execute(
    `SELECT step_ms, start_ms, value, requests, errors, unpriced, total_tokens FROM roll_ups
      WHERE dimension = ? ORDER BY 1, 2, 3`,
    [dimension],
  ).rows.map((one) => Object.values(Object(one)));

Deno.test("RollUpChange adds rows up by quarter, hour and day", () =>
  withSums((connection) => {
    const change = new RollUpChange();
    change.add(row({ startedAtMs: 25 * HOUR_MS, totalTokens: 4 }), 1);
    change.add(row({ startedAtMs: 25 * HOUR_MS + 1_000_000, outcome: "failed" }), 1);
    change.add(row({ startedAtMs: 26 * HOUR_MS, costNanoUsd: null }), 1);
    change.apply(connection);

    assert.deepEqual(stepsIn(connection, "all"), [
      [900_000, 25 * HOUR_MS, "", 1, 0, 0, 4],
      [900_000, 25 * HOUR_MS + 900_000, "", 1, 1, 0, 0],
      [900_000, 26 * HOUR_MS, "", 1, 0, 1, 0],
      [HOUR_MS, 25 * HOUR_MS, "", 2, 1, 0, 4],
      [HOUR_MS, 26 * HOUR_MS, "", 1, 0, 1, 0],
      [24 * HOUR_MS, 24 * HOUR_MS, "", 3, 1, 1, 4],
    ]);
  }));

Deno.test("RollUpChange counts a row for each of its tags once, and for no session when it has none", () =>
  withSums((connection) => {
    const change = new RollUpChange();
    change.add(row({ startedAtMs: 0, userTag: "team=a", tags: { team: "a", job: "x" } }), 1);
    change.apply(connection);

    const values = stepsIn(connection, "tag").map(([step, , value, requests]) => [
      step,
      value,
      requests,
    ]);
    assert.deepEqual(values.filter(([step]) => step === HOUR_MS), [
      [HOUR_MS, "job=x", 1],
      [HOUR_MS, "team=a", 1],
    ]);
    assert.deepEqual(stepsIn(connection, "session"), []);
  }));

Deno.test("RollUpChange takes rows out again and leaves no empty sums", () =>
  withSums((connection) => {
    const all = [row({ latencyMs: 7 }), row({ latencyMs: 900, ttftMs: 5, sessionId: "s" })];
    for (const sign of [1, -1] as const) {
      const change = new RollUpChange();
      for (const one of all) change.add(one, sign);
      change.apply(connection);
    }

    assert.deepEqual(connection.execute("SELECT * FROM roll_ups").rows, []);
  }));

Deno.test("RollUpChange bears numbers beyond all reason", () =>
  withSums((connection) => {
    const huge = row({ totalTokens: Number.MAX_SAFE_INTEGER, latencyMs: Number.MAX_SAFE_INTEGER });
    for (let n = 0; n < 3; n++) {
      const change = new RollUpChange();
      for (let m = 0; m < 700; m++) change.add(huge, 1);
      change.apply(connection);
    }

    const [[, , , requests, , , tokens] = []] = stepsIn(connection, "all");
    assert.equal(requests, 2100);
    assert.ok(Number(tokens) > 1e19);
  }));

Deno.test("stepsOf are multiples of each other, the longest a day", () => {
  for (const dimension of ["all", "session"] as const) {
    const steps = stepsOf(dimension);
    assert.equal(steps.at(-1), 24 * HOUR_MS);
    assert.ok(steps.every((step, at) => step % (steps[at - 1] ?? 1) === 0));
  }
});

Deno.test("isError is what failed or was refused", () => {
  assert.deepEqual(
    ["complete", "caller_gone", "failed", "refused"].map(isError),
    [false, false, true, true],
  );
});
