import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { logPruner } from "../../../lib/store/log_pruning.ts";
import {
  deleteExpiredResponses,
  deleteOldestResponses,
  deleteStoredResponse,
  getStoredResponse,
  insertStoredResponse,
  type StoredResponse,
} from "../../../lib/store/stored_responses.ts";
import { openTestStore, type TestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const response = (change: Partial<StoredResponse> = {}): StoredResponse => ({
  id: "resp_1",
  createdAtMs: 1000,
  expiresAtMs: 5000,
  callerTokenId: "t-1",
  provider: "anthropic",
  model: "claude-sonnet-4-5",
  previousResponseId: null,
  requestJson:
    '{"model":"anthropic/claude-sonnet-4-5","input":"My key is sk-abcdefghijklmnop1234"}',
  inputItemsJson: '[{"type":"message","role":"user"}]',
  responseJson: '{"id":"resp_1"}',
  ...change,
});

async function withStore(
  responses: readonly StoredResponse[],
  use: (store: TestStore, path: string) => Promise<void>,
): Promise<void> {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  for (const one of responses) await insertStoredResponse(store.db, one);
  await use(store, dir.file("a.db"));
}

const idsOf = async (store: TestStore) =>
  (await store.db.selectFrom("stored_responses").select("id").orderBy("id").execute())
    .map(({ id }) => id);

Deno.test("insertStoredResponse keeps a response to the letter, secrets in it too", () => {
  const kept = response({ previousResponseId: "resp_0" });
  return withStore([kept], async (store) => {
    assert.deepEqual(await getStoredResponse(store.db, "resp_1", "t-1", 4999), kept);
  });
});

Deno.test("insertStoredResponse refuses an id that is there", () =>
  withStore([response()], async (store) => {
    await assert.rejects(
      insertStoredResponse(store.db, response({ callerTokenId: "t-2" })),
      (error) => error instanceof FlowError && error.code === "already_exists",
    );
  }));

Deno.test("getStoredResponse and deleteStoredResponse know only the caller's own, unexpired ones", () => {
  const open = response({ id: "resp_open", callerTokenId: null, expiresAtMs: null });
  const table: [id: string, caller: string | null, nowMs: number, found: boolean][] = [
    ["resp_1", "t-2", 1000, false],
    ["resp_1", null, 1000, false],
    ["resp_1", "t-1", 5000, false],
    ["resp_2", "t-1", 1000, false],
    ["resp_open", "t-1", 1000, false],
    ["resp_1", "t-1", 1000, true],
    ["resp_open", null, 9_999_999, true],
  ];
  return withStore([response(), open], async (store) => {
    for (const [id, caller, nowMs, found] of table) {
      const row = `${id} of ${caller} at ${nowMs}`;
      assert.equal(await getStoredResponse(store.db, id, caller, nowMs) !== null, found, row);
      assert.equal(await deleteStoredResponse(store.db, id, caller, nowMs), found, row);
      assert.equal(await getStoredResponse(store.db, id, caller, nowMs), null, row);
    }
    assert.deepEqual(await idsOf(store), []);
  });
});

Deno.test("deleteExpiredResponses deletes what is over, in steps, and never what has no end", () => {
  const expiring = [3, 1, 2, 5, 4].map((n) => response({ id: `resp_${n}`, expiresAtMs: n * 100 }));
  const endless = response({ id: "resp_6", expiresAtMs: null });
  return withStore([...expiring, endless], async (store, path) => {
    assert.equal(await deleteExpiredResponses(store.db, 400, 3), 3);
    assert.deepEqual(await idsOf(store), ["resp_4", "resp_5", "resp_6"]);

    const pruner = logPruner(store, path);
    assert.equal(await pruner.deleteExpiredResponses(400, 3), 1);
    assert.equal(await pruner.deleteExpiredResponses(400, 3), 0);
    assert.deepEqual(await idsOf(store), ["resp_5", "resp_6"]);
  });
});

Deno.test("deleteOldestResponses deletes by age, expired or not", () => {
  const three = [2, 1, 3].map((n) => response({ id: `resp_${n}`, createdAtMs: n }));
  return withStore(three, async (store, path) => {
    assert.equal(await deleteOldestResponses(store.db, 2), 2);
    assert.deepEqual(await idsOf(store), ["resp_3"]);

    const pruner = logPruner(store, path);
    assert.equal(await pruner.deleteOldestResponses(2), 1);
    assert.equal(await pruner.deleteOldestResponses(2), 0);
  });
});
