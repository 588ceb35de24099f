import assert from "node:assert/strict";
import {
  applyRetention,
  retentionJob,
  type RetentionOptions,
  type RetentionReport,
} from "../../../lib/jobs/retention.ts";
import { type LogPruner, logPruner } from "../../../lib/store/log_pruning.ts";
import { openTestStore, recordedRequest, testId } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const DAY_MS = 86_400_000;
const NOW = 100 * DAY_MS;

/**
 * A log in memory: row `n` started at day `n`; a row takes 1 byte, its body 10. Beside it stored
 * responses of 10 bytes each, given by the day on which they expire.
 */
function memoryLog(rows: number, walBytes = 0, responses: number[] = []) {
  const log = Array.from({ length: rows }, (_, day) => ({ day, body: true }));
  const steps: string[] = [];
  let free = 3;
  const take = (what: string, limit: number, fits: (row: { day: number }) => boolean) => {
    const gone = log.filter(fits).slice(0, Math.min(limit, 2));
    for (const row of gone) log.splice(log.indexOf(row), 1);
    steps.push(what);
    return Promise.resolve(gone.length);
  };
  const takeResponses = (what: string, count: number) => {
    steps.push(what);
    return Promise.resolve(responses.splice(0, Math.min(count, 2)).length);
  };
  const pruner: LogPruner = {
    deleteExpiredResponses: (nowMs) =>
      takeResponses("expired", responses.filter((day) => day * DAY_MS <= nowMs).length),
    deleteOldestResponses: () => takeResponses("responses", responses.length),
    deleteRowsBefore: (beforeMs, limit) => take("old", limit, ({ day }) => day * DAY_MS < beforeMs),
    deleteOldestRows: (limit) => take("rows", limit, () => true),
    deleteOldestBodies: () => {
      const withBody = log.filter((row) => row.body).slice(0, 2);
      for (const row of withBody) row.body = false;
      steps.push("bodies");
      return Promise.resolve(withBody.length);
    },
    usedBytes: () =>
      Promise.resolve(
        log.reduce((sum, row) => sum + (row.body ? 11 : 1), 0) + 10 * responses.length,
      ),
    walBytes: () => Promise.resolve(walBytes),
    giveBack: () => {
      steps.push("give back");
      free--;
      return Promise.resolve(free > 0);
    },
  };
  return { log, responses, pruner, steps };
}

const ignore = () => {};
const options = (pruner: LogPruner, change: Partial<RetentionOptions>): RetentionOptions => ({
  pruner,
  clock: { now: () => NOW, monotonic: () => 0 },
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  maxAgeDays: 0,
  maxBytes: 0,
  periodMs: 3_600_000,
  ...change,
});
const NOTHING: RetentionReport = {
  rowsTooOld: 0,
  responsesExpired: 0,
  bodiesForSize: 0,
  responsesForSize: 0,
  rowsForSize: 0,
};
const never = new AbortController().signal;

Deno.test("applyRetention deletes what is too old, step by step, and nothing younger", async () => {
  const { log, pruner } = memoryLog(100);

  const report = await applyRetention(options(pruner, { maxAgeDays: 30 }), never);

  assert.deepEqual(report, { ...NOTHING, rowsTooOld: 70 });
  assert.equal(log[0]?.day, 70);
});

Deno.test("applyRetention deletes the oldest bodies first, then the oldest rows, until all fits", async () => {
  const table: [number, { bodies: number; rows: number }][] = [
    [110, { bodies: 0, rows: 0 }],
    [100, { bodies: 2, rows: 0 }],
    [10, { bodies: 10, rows: 0 }],
    [7, { bodies: 10, rows: 4 }],
  ];
  for (const [maxBytes, { bodies, rows }] of table) {
    const { log, pruner } = memoryLog(10);
    const report = await applyRetention(options(pruner, { maxBytes }), never);
    assert.deepEqual(report, { ...NOTHING, bodiesForSize: bodies, rowsForSize: rows });
    assert.ok(await pruner.usedBytes() <= maxBytes);
    assert.equal(log[0]?.day, rows);
  }
});

Deno.test("applyRetention counts the write-ahead log, but never empties the database for it", async () => {
  const withSmallLog = memoryLog(10, 20);
  await applyRetention(options(withSmallLog.pruner, { maxBytes: 110 }), never);
  assert.equal(await withSmallLog.pruner.usedBytes(), 90);

  const withHugeLog = memoryLog(10, 1000);
  await applyRetention(options(withHugeLog.pruner, { maxBytes: 110 }), never);
  assert.equal(await withHugeLog.pruner.usedBytes(), 50);
});

Deno.test("applyRetention without limits deletes nothing, and gives free pages back", async () => {
  const { log, pruner, steps } = memoryLog(10);

  await applyRetention(options(pruner, {}), never);

  assert.equal(log.length, 10);
  assert.deepEqual(steps, ["expired", "give back", "give back", "give back"]);
});

Deno.test("applyRetention deletes expired responses, whatever the limits of the log", async () => {
  const { log, responses, pruner } = memoryLog(5, 0, [98, 99, 100, 101]);

  const report = await applyRetention(options(pruner, {}), never);

  assert.deepEqual(report, { ...NOTHING, responsesExpired: 3 });
  assert.deepEqual(responses, [101]);
  assert.equal(log.length, 5);
});

Deno.test("applyRetention deletes responses for size after bodies and before rows", async () => {
  const { log, responses, pruner } = memoryLog(4, 0, [200, 201, 202, 203]);

  const report = await applyRetention(options(pruner, { maxBytes: 24 }), never);

  assert.deepEqual(report, { ...NOTHING, bodiesForSize: 4, responsesForSize: 2 });
  assert.deepEqual(responses, [202, 203]);
  assert.equal(log.length, 4);
});

Deno.test("applyRetention ends between two steps when it is told to", async () => {
  const { log, pruner, steps } = memoryLog(100);
  const stop = new AbortController();
  const stopping: LogPruner = {
    ...pruner,
    deleteRowsBefore: (beforeMs, limit) => {
      if (steps.length === 2) stop.abort();
      return pruner.deleteRowsBefore(beforeMs, limit);
    },
  };

  await applyRetention(options(stopping, { maxAgeDays: 1, maxBytes: 1 }), stop.signal);

  assert.deepEqual(steps, ["old", "old", "old"]);
  assert.equal(log.length, 94);
});

Deno.test("retentionJob says what it deleted, and is silent when that is nothing", async () => {
  const logged: unknown[] = [];
  const log = {
    ...options(memoryLog(0).pruner, {}).log,
    info: (message: string, fields?: Record<string, unknown>) => logged.push([message, fields]),
  };
  const job = retentionJob(options(memoryLog(100).pruner, { maxAgeDays: 99, log }));
  assert.deepEqual([job.name, job.periodMs, job.firstAfterMs], ["retention", 3_600_000, 60_000]);

  await job.run(never);
  await retentionJob(options(memoryLog(5).pruner, { log })).run(never);

  assert.deepEqual(logged, [[
    "Stored data was deleted to keep within age and size",
    {
      rows_too_old: 1,
      responses_expired: 0,
      bodies_for_size: 0,
      responses_for_size: 0,
      rows_for_size: 0,
    },
  ]]);
});

Deno.test("applyRetention brings a real database under its limit", async () => {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  await using store = await openTestStore(path);
  await store.append(
    Array.from(
      { length: 1500 },
      (_, n) => recordedRequest({ id: testId(n), startedAtMs: n }, { request: "x".repeat(5000) }),
    ),
  );
  const pruner = logPruner(store, path);
  const maxBytes = 6_000_000;
  assert.ok(await pruner.usedBytes() > maxBytes);

  const report = await applyRetention(options(pruner, { maxBytes }), never);

  assert.ok(await pruner.usedBytes() <= maxBytes);
  assert.ok(report.bodiesForSize > 0 && report.bodiesForSize < 1500, String(report.bodiesForSize));
  assert.equal(report.rowsForSize, 0);
  const health = await store.check({ integrity: true });
  assert.deepEqual([health.ok, health.freeBytes], [true, 0]);
});
