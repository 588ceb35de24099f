import assert from "node:assert/strict";
import { listSessions } from "../../../lib/store/session_totals.ts";
import { flowError } from "../../support/flow_error.ts";
import { tempDir } from "../../support/temp.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";

async function withSessions(
  summed: number,
  use: (store: TestStore) => Promise<void>,
): Promise<void> {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(["a", "b", "a", "c", null, "a-1"].map((sessionId, n) =>
    recordedRequest({
      id: testId(n),
      startedAtMs: n * 10,
      sessionId,
      totalTokens: 2,
      outcome: n === 2 ? "failed" : "complete",
    })
  ));
  // However many of them are summed up, the answers are the same.
  await store.sumRows(summed);
  await use(store);
}

const page = { limit: 10 };

for (const summed of [0, 1, 3, 6]) {
  Deno.test(`listSessions sums up each session, last used first, with ${summed} rows summed up`, () =>
    withSessions(summed, async ({ db }) => {
      const { sessions, nextCursor } = await listSessions(db, {}, page);

      assert.deepEqual(
        sessions.map((one) => [one.session_id, one.first_at_ms, one.last_at_ms, one.requests]),
        [["a-1", 50, 50, 1], ["c", 30, 30, 1], ["a", 0, 20, 2], ["b", 10, 10, 1]],
      );
      assert.deepEqual([sessions[2]?.errors, sessions[2]?.total_tokens], [1, 4]);
      assert.equal(nextCursor, null);
    }));
}

for (const summed of [0, 1, 3, 6]) {
  Deno.test(`listSessions pages and filters by last use, with ${summed} rows summed up`, () =>
    withSessions(summed, async ({ db }) => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const found = await listSessions(db, { sinceMs: 15, untilMs: 51 }, { limit: 1, cursor });
        ids.push(...found.sessions.map((one) => one.session_id));
        cursor = found.nextCursor;
      } while (cursor !== null);

      assert.deepEqual(ids, ["a-1", "c", "a"]);
      await assert.rejects(
        listSessions(db, {}, { limit: 1, cursor: "x" }),
        flowError("invalid_request", /cursor/),
      );
    }));
}

for (const summed of [0, 1, 3, 6]) {
  Deno.test(`listSessions follows deleted rows, with ${summed} rows summed up`, () =>
    withSessions(summed, async (store) => {
      await store.deleteRows({ beforeMs: null, limit: 2 });

      const { sessions } = await listSessions(store.db, {}, page);

      assert.deepEqual(
        sessions.map((one) => [one.session_id, one.first_at_ms, one.requests]),
        [["a-1", 50, 1], ["c", 30, 1], ["a", 20, 1]],
      );
    }));
}
