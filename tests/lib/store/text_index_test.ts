import assert from "node:assert/strict";
import { countRequestLogs, unindexedBodies } from "../../../lib/store/request_logs.ts";
import { searchTerms } from "../../../lib/domain/search_words.ts";
import { tempDir } from "../../support/temp.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";

const ALL = { maxRows: 100, maxBytes: 1_000_000 };

async function withBodies(use: (store: TestStore) => Promise<void>): Promise<void> {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(
    ["red apple", "green apple", null, "blue plum"].map((text, n) =>
      recordedRequest(
        { id: testId(n), startedAtMs: n },
        text === null ? {} : { request: `"${text}"` },
      )
    ),
  );
  await use(store);
}

const found = (store: TestStore, words: string) =>
  countRequestLogs(store.db, { terms: searchTerms(words) });

Deno.test("indexBodies takes as much as it may, until there is nothing left", () =>
  withBodies(async (store) => {
    assert.equal(await unindexedBodies(store.db, 10), 3);

    assert.deepEqual(await store.indexBodies({ maxRows: 2, maxBytes: 1000 }), {
      rows: 2,
      isComplete: false,
    });
    assert.equal(await unindexedBodies(store.db, 10), 1);
    assert.deepEqual(await store.indexBodies(ALL), { rows: 1, isComplete: true });
    assert.deepEqual(await store.indexBodies(ALL), { rows: 0, isComplete: true });

    assert.equal(await unindexedBodies(store.db, 10), 0);
  }));

Deno.test("indexBodies takes one body that is larger than it may", () =>
  withBodies(async (store) => {
    assert.deepEqual(await store.indexBodies({ maxRows: 10, maxBytes: 1 }), {
      rows: 1,
      isComplete: false,
    });
  }));

Deno.test("indexBodies changes nothing of what a search finds, wherever it has come to", () =>
  withBodies(async (store) => {
    for (let step = 0; step < 5; step++) {
      assert.deepEqual(
        await Promise.all(["apple", "red", "plum", "gre*", "red plum"].map((q) => found(store, q))),
        [2, 1, 1, 1, 0],
        `after ${step} steps`,
      );
      await store.indexBodies({ maxRows: 1, maxBytes: 1000 });
    }
  }));

Deno.test("indexBodies forgets bodies that were deleted, with their rows or alone", () =>
  withBodies(async (store) => {
    await store.indexBodies(ALL);
    await store.deleteRows({ beforeMs: null, limit: 1 });
    assert.equal(await found(store, "red"), 0);
    assert.equal(await found(store, "apple"), 1);

    await store.db.deleteFrom("request_bodies").execute();

    assert.equal(await found(store, "apple"), 0);
    assert.ok((await store.check({ integrity: true })).ok);
  }));
