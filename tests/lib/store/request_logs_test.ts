import assert from "node:assert/strict";
import fc from "fast-check";
import { sql } from "kysely";
import type { RequestLogFilter } from "../../../lib/domain/request_log_filter.ts";
import type { RequestRecord } from "../../../lib/domain/request_record.ts";
import {
  getRequestLog,
  listRequestLogs,
  newestSeq,
  tailRequestLogs,
} from "../../../lib/store/request_logs.ts";
import {
  openTestStore,
  recordedRequest,
  requestRecord,
  testId,
  type TestStore,
} from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

async function withLog(
  records: Partial<RequestRecord>[],
  use: (store: TestStore) => Promise<void>,
): Promise<void> {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  await store.append(records.map((change, n) => recordedRequest({ id: testId(n), ...change })));
  await use(store);
}

Deno.test("listRequestLogs gives the latest start first, page by page", () =>
  withLog([20, 10, 30, 20, 20].map((startedAtMs) => ({ startedAtMs })), async (store) => {
    const pages: number[][] = [];
    let cursor: string | null = null;
    do {
      const page = await listRequestLogs(store.db, {}, { limit: 2, cursor });
      pages.push(page.requests.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor !== null);

    assert.deepEqual(pages, [[3, 5], [4, 1], [2]]);
  }));

Deno.test("listRequestLogs pages neither lose nor repeat a request, whatever the times", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const times = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(times, fc.integer({ min: 1, max: 6 }), async (starts, limit) => {
      await store.db.deleteFrom("request_logs").execute();
      await store.append(
        starts.map((startedAtMs, n) => recordedRequest({ id: testId(n), startedAtMs })),
      );
      const seen: [number, number][] = [];
      let cursor: string | null = null;
      do {
        const page = await listRequestLogs(store.db, {}, { limit, cursor });
        seen.push(
          ...page.requests.map(({ record, seq }): [number, number] => [record.startedAtMs, seq]),
        );
        cursor = page.nextCursor;
      } while (cursor !== null);

      assert.equal(seen.length, starts.length);
      assert.deepEqual(seen, seen.toSorted((a, b) => b[0] - a[0] || b[1] - a[1]));
    }),
    { numRuns: 30 },
  );
});

Deno.test("listRequestLogs filters by every field of the filter", () =>
  withLog([
    {},
    { modelUsed: "claude", modelRequested: "anthropic/claude", provider: "anthropic" },
    { outcome: "failed", httpStatus: 502 },
    { sessionId: "s", callerTokenId: "t", startedAtMs: 5 },
  ], async (store) => {
    const table: [RequestLogFilter, number[]][] = [
      [{}, [3, 2, 1, 4]],
      [{ model: "claude" }, [2]],
      [{ model: "anthropic/claude" }, [2]],
      [{ model: "clau" }, []],
      [{ provider: "anthropic" }, [2]],
      [{ outcome: "failed" }, [3]],
      [{ outcome: "complete" }, [2, 1, 4]],
      [{ httpStatus: 502 }, [3]],
      [{ sessionId: "s" }, [4]],
      [{ callerTokenId: "t" }, [4]],
      [{ sinceMs: 5 }, [3, 2, 1, 4]],
      [{ sinceMs: 6 }, [3, 2, 1]],
      [{ untilMs: 6 }, [4]],
      [{ untilMs: 5 }, []],
      [{ outcome: "complete", provider: "openai", untilMs: 6 }, [4]],
    ];
    for (const [filter, expected] of table) {
      const { requests } = await listRequestLogs(store.db, filter, { limit: 10 });
      assert.deepEqual(requests.map(({ seq }) => seq), expected, JSON.stringify(filter));
      const tail = await tailRequestLogs(store.db, 0, 10, filter);
      assert.deepEqual(tail.map(({ seq }) => seq), expected.toSorted(), JSON.stringify(filter));
    }
  }));

Deno.test("listRequestLogs finds the rare by an index", () =>
  withLog([], async (store) => {
    const indexOf = async (condition: string): Promise<string> => {
      const plan = await sql<{ detail: string }>`EXPLAIN QUERY PLAN SELECT * FROM request_logs
        WHERE ${sql.raw(condition)} ORDER BY started_at_ms DESC, seq DESC LIMIT 50`
        .execute(store.db);
      return plan.rows.map(({ detail }) => detail).join("; ");
    };
    const table = [
      ["started_at_ms > 5", "by_time"],
      ["(started_at_ms, seq) < (5, 5)", "by_time"],
      ["provider = ?", "by_provider"],
      ["session_id = ?", "by_session"],
      ["caller_token_id = ?", "by_caller_token"],
      ["outcome = ? AND outcome <> 'complete'", "by_trouble"],
      ["outcome = ?", "by_time"],
      ["(model_used = ? OR model_requested = ?)", "by_time"],
    ] as const;
    for (const [condition, index] of table) {
      const plan = await indexOf(condition.replaceAll("?", "'x'"));
      assert.match(plan, new RegExp(`USING INDEX request_logs_${index}`), condition);
      assert.doesNotMatch(plan, /TEMP B-TREE/, condition);
    }
  }));

Deno.test("listRequestLogs refuses a cursor that is none", () =>
  withLog([], async (store) => {
    for (const cursor of ["", "x", "1", "1-2-3", "1-2; DROP TABLE", "1-99999999999999999"]) {
      await assert.rejects(
        listRequestLogs(store.db, {}, { limit: 1, cursor }),
        /the cursor .* is none/,
        cursor,
      );
    }
  }));

Deno.test("getRequestLog gives a request with its bodies, or null", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full: Partial<RequestRecord> = {
    ...{ callerTokenId: "t", sessionId: "s", userTag: "u", tags: { a: "b" }, stream: true },
    ...{ promptTokens: 1, completionTokens: 2, totalTokens: 3, cachedTokens: 0, ttftMs: 7 },
    ...{ reportedCostUsd: 0.25, errorMessage: "e", complexityScore: 0.5, complexityTier: "SIMPLE" },
  };
  await store.append([
    recordedRequest({ id: testId(1), ...full }, { request: "{}", response: "ok" }),
    recordedRequest({ id: testId(2) }),
  ]);

  assert.deepEqual(await getRequestLog(store.db, testId(1)), {
    record: requestRecord({ id: testId(1), ...full }),
    seq: 1,
    bodyState: "kept",
    requestBody: "{}",
    responseBody: "ok",
    responseText: null,
  });
  assert.equal((await getRequestLog(store.db, testId(2)))?.requestBody, null);
  assert.equal(await getRequestLog(store.db, testId(3)), null);
});

Deno.test("tailRequestLogs follows the order of writing and misses nothing", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  assert.equal(await newestSeq(store.db), 0);
  await store.append([recordedRequest({ id: testId(5), startedAtMs: 50 })]);
  const after = await newestSeq(store.db);
  // Started earlier, ended later.
  await store.append([recordedRequest({ id: testId(1), startedAtMs: 10 })]);
  await store.append([recordedRequest({ id: testId(6), startedAtMs: 60 })]);

  const tail = await tailRequestLogs(store.db, after, 10);
  const first = await tailRequestLogs(store.db, after, 1);

  assert.deepEqual(tail.map(({ record }) => record.id), [testId(1), testId(6)]);
  assert.deepEqual(first.map(({ record }) => record.id), [testId(1)]);
});

Deno.test("tailRequestLogs goes on after every row was deleted", () =>
  withLog([{}, {}], async (store) => {
    const after = await newestSeq(store.db);
    await store.db.deleteFrom("request_logs").execute();
    await store.append([recordedRequest({ id: testId(9) })]);

    const tail = await tailRequestLogs(store.db, after, 10);

    assert.deepEqual(tail.map(({ record }) => record.id), [testId(9)]);
  }));
