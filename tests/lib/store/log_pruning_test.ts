import assert from "node:assert/strict";
import { type LogPruner, logPruner } from "../../../lib/store/log_pruning.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

/** A log of `count` rows with bodies of 10 KB; row `n` started at `n`. */
async function withLog(
  count: number,
  use: (pruner: LogPruner, store: TestStore, path: string) => Promise<void>,
): Promise<void> {
  await using dir = await tempDir();
  const path = dir.file("a.db");
  await using store = await openTestStore(path);
  await store.append(Array.from(
    { length: count },
    (_, n) => recordedRequest({ id: testId(n), startedAtMs: n }, { request: "x".repeat(10_000) }),
  ));
  await use(logPruner(store, path), store, path);
}

const startsOf = async (store: TestStore) =>
  (await store.db.selectFrom("request_logs").select("started_at_ms").orderBy("seq").execute())
    .map((row) => row.started_at_ms);

const bodiesOf = async (store: TestStore) =>
  (await store.db.selectFrom("request_bodies").select("seq").orderBy("seq").execute())
    .map(({ seq }) => seq);

Deno.test("logPruner.deleteRowsBefore deletes what is older, oldest first, in steps", () =>
  withLog(10, async (pruner, store) => {
    assert.equal(await pruner.deleteRowsBefore(5, 3), 3);
    assert.deepEqual(await startsOf(store), [3, 4, 5, 6, 7, 8, 9]);

    assert.equal(await pruner.deleteRowsBefore(5, 3), 2);
    assert.equal(await pruner.deleteRowsBefore(5, 3), 0);

    assert.deepEqual(await startsOf(store), [5, 6, 7, 8, 9]);
    assert.deepEqual(await bodiesOf(store), [6, 7, 8, 9, 10]);
  }));

Deno.test("logPruner.deleteOldestBodies leaves the rows", () =>
  withLog(4, async (pruner, store) => {
    assert.equal(await pruner.deleteOldestBodies(3), 3);
    assert.deepEqual(await bodiesOf(store), [4]);
    assert.equal(await pruner.deleteOldestBodies(3), 1);
    assert.equal(await pruner.deleteOldestBodies(3), 0);

    assert.equal((await startsOf(store)).length, 4);
  }));

Deno.test("logPruner.deleteOldestRows takes the bodies along", () =>
  withLog(4, async (pruner, store) => {
    assert.equal(await pruner.deleteOldestRows(3), 3);

    assert.deepEqual(await startsOf(store), [3]);
    assert.deepEqual(await bodiesOf(store), [4]);
  }));

Deno.test("logPruner.usedBytes falls when rows go, and giveBack makes the file smaller", () =>
  withLog(100, async (pruner, store, path) => {
    const full = await pruner.usedBytes();
    await pruner.walBytes();
    const fileBefore = Deno.statSync(path).size;
    assert.ok(full > 1_000_000);

    await pruner.deleteOldestBodies(100);
    assert.ok(await pruner.usedBytes() < full - 1_000_000);
    assert.equal(await pruner.giveBack(10), true, "there is more to give back");
    while (await pruner.giveBack(100));
    await pruner.walBytes();

    assert.ok(Deno.statSync(path).size < fileBefore - 1_000_000);
    assert.equal((await store.check({ integrity: true })).freeBytes, 0);
    assert.equal(await pruner.giveBack(10), false);
  }));

Deno.test("logPruner.walBytes is 0 for a database whose log has been put away", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));

  assert.ok(await logPruner(store, dir.file("a.db")).walBytes() > 0);
  assert.equal(await logPruner(store, dir.file("elsewhere.db")).walBytes(), 0);
});
