import assert from "node:assert/strict";
import type { RequestLogFilter } from "../../../lib/domain/request_log_filter.ts";
import {
  countRequestLogs,
  listRequestLogs,
  requestLogsAt,
} from "../../../lib/store/request_logs.ts";
import { tempDir } from "../../support/temp.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";

async function withRows(use: (store: TestStore) => Promise<void>): Promise<void> {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(Array.from({ length: 12 }, (_, n) =>
    recordedRequest({
      id: testId(n),
      startedAtMs: n,
      provider: n % 3 === 0 ? "groq" : "openai",
      outcome: n % 4 === 0 ? "failed" : "complete",
      sessionId: n < 6 ? "s" : null,
      totalTokens: n === 5 ? null : n,
      tags: n === 7 ? { "a'b": 'c"d' } : null,
      errorMessage: n === 8 ? "Rate LIMIT" : null,
    })));
  await use(store);
}

const FILTERS: readonly (readonly [RequestLogFilter, readonly number[]])[] = [
  [{}, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
  [{ sinceMs: 3, untilMs: 5 }, [4, 3]],
  [{ texts: { provider: ["groq"] } }, [9, 6, 3, 0]],
  [{ texts: { provider: ["groq"] }, untilMs: 6 }, [3, 0]],
  [{ texts: { provider: ["groq", "openai"] }, untilMs: 2 }, [1, 0]],
  [{ texts: { provider: ["groq"], outcome: ["failed"] } }, [0]],
  [{ texts: { outcome: ["complete", "failed"] }, untilMs: 2 }, [1, 0]],
  [{ sessionId: "s", sinceMs: 2 }, [5, 4, 3, 2]],
  [{ isError: true }, [8, 4, 0]],
  [{ isError: false, sinceMs: 8 }, [11, 10, 9]],
  [{ ranges: { total_tokens: { min: 4, max: 6 } } }, [6, 4]],
  [{ ranges: { total_tokens: { max: 1 } } }, [1, 0]],
  [{ tags: [{ name: "a'b", value: null }] }, [7]],
  [{ tags: [{ name: "a'b", value: 'c"d' }] }, [7]],
  [{ tags: [{ name: "a'b", value: "x" }] }, []],
  [{ errorText: "rate limit" }, [8]],
  [{ upToSeq: 3 }, [2, 1, 0]],
  [{ stream: true }, []],
];

Deno.test("applyFilter fits the same rows in lists, pages and counts", () =>
  withRows(async ({ db }) => {
    for (const [filter, expected] of FILTERS) {
      const { requests } = await listRequestLogs(db, filter, { limit: 50 });
      const said = JSON.stringify(filter);
      assert.deepEqual(requests.map(({ record }) => record.startedAtMs), expected, said);
      assert.equal(await countRequestLogs(db, filter), expected.length, said);
      const page = await requestLogsAt(db, filter, { offset: 1, limit: 2 });
      assert.deepEqual(page.map(({ record }) => record.startedAtMs), expected.slice(1, 3), said);
    }
  }));

Deno.test("countRequestLogs takes simple questions to the sums", () =>
  withRows(async ({ db, sumRows }) => {
    await sumRows(100);
    await db.updateTable("roll_ups").set({ requests: 1000 }).where("dimension", "<>", "x")
      .execute();

    assert.equal(await countRequestLogs(db, {}), 1000);
    assert.equal(await countRequestLogs(db, { texts: { provider: ["groq"] } }), 1000);
    assert.equal(await countRequestLogs(db, { stream: false }), 12);
  }));
