import assert from "node:assert/strict";
import { readStatistics } from "../../../lib/store/statistics.ts";
import { tempDir } from "../../support/temp.ts";
import { openTestStore, recordedRequest, testId } from "../../support/test_store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

Deno.test("readStatistics asks the rows at the edges only", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(
    [0, 1, DAY_MS, 2 * DAY_MS + 5, 2 * DAY_MS + 6].map((startedAtMs, n) =>
      recordedRequest({ id: testId(n), startedAtMs })
    ),
  );
  await store.sumRows(100);
  // The sums are told apart from the rows by being wrong.
  await store.db.updateTable("roll_ups").set({ requests: 100 }).execute();
  const requests = async (fromMs: number, toMs: number) => {
    const periods = [{ fromMs, toMs, offsetMs: 0 }];
    const [row] = await readStatistics(store.db, { dimension: "all", byValue: false, periods });
    return row?.requests;
  };

  assert.equal(await requests(0, 3 * DAY_MS), 300);
  assert.equal(await requests(1, 2 * DAY_MS + 6), 102, "one row, a day, one row");
  assert.equal(await requests(5, 7), undefined);
  await store.append([recordedRequest({ id: testId(9), startedAtMs: DAY_MS })]);
  assert.equal(await requests(0, 3 * DAY_MS), 301, "and the row that is not summed up yet");
});

Deno.test("readStatistics gives the values with the largest sums", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(
    ["a", "b", "b", "c", "c", "c"].map((modelUsed, n) =>
      recordedRequest({ id: testId(n), startedAtMs: n, modelUsed, latencyMs: 3 })
    ),
  );

  const rows = await readStatistics(store.db, {
    dimension: "model",
    byValue: true,
    periods: [{ fromMs: 0, toMs: DAY_MS, offsetMs: 0 }],
    top: { by: "requests", limit: 2 },
  });

  assert.deepEqual(rows.map(({ value, requests }) => [value, requests]), [["c", 3], ["b", 2]]);
  assert.deepEqual([...rows[0]?.latency ?? []], [3, 6], "class 3, three times");
});

Deno.test("readStatistics tells slots apart by the clocks of each period", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(
    [0, HOUR_MS].map((startedAtMs, n) => recordedRequest({ id: testId(n), startedAtMs })),
  );
  const periods = [
    { fromMs: 0, toMs: HOUR_MS, offsetMs: 2 * HOUR_MS },
    { fromMs: HOUR_MS, toMs: DAY_MS, offsetMs: HOUR_MS },
  ];
  const query = { dimension: "all", byValue: false, periods } as const;

  const hours = await readStatistics(store.db, { ...query, slotMs: HOUR_MS });
  const days = await readStatistics(store.db, { ...query, slotMs: DAY_MS });

  assert.deepEqual(hours.map(({ period, slot }) => [period, slot]), [[0, 2], [1, 2]]);
  assert.deepEqual(days.map(({ slot, requests }) => [slot, requests]), [[0, 2]]);
});
