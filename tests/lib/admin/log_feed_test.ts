import assert from "node:assert/strict";
import { HEARTBEAT_MS, LogFeed } from "../../../lib/admin/log_feed.ts";
import type { LogRowView } from "../../../lib/admin/log_rows.ts";
import { tempDir } from "../../support/temp.ts";
import {
  openTestStore,
  recordedRequest,
  testId,
  type TestStore,
} from "../../support/test_store.ts";

/** A feed whose signs of life come when a test says so; other pauses are over at once. */
async function withFeed(
  use: (feed: LogFeed, store: TestStore, beat: () => void) => Promise<void>,
): Promise<void> {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const beats = new Set<() => void>();
  const pause = (ms: number, signal: AbortSignal) => {
    if (ms !== HEARTBEAT_MS) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    beats.add(resolve);
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
    return promise;
  };
  const feed = new LogFeed({ db: store.db, onAppended: store.onAppended, pause });
  await use(feed, store, () => beats.forEach((resolve) => resolve()));
  feed.close();
}

const append = (store: TestStore, ...numbers: number[]) =>
  store.append(
    numbers.map((n) =>
      recordedRequest({ id: testId(n), startedAtMs: n, provider: n % 2 === 0 ? "even" : "odd" })
    ),
  );

const seqs = (rows: readonly LogRowView[] | undefined) => rows?.map(({ seq }) => seq);

Deno.test("LogFeed.follow tells what is written from now on", () =>
  withFeed(async (feed, store) => {
    await append(store, 1);
    const rows = feed.follow({}, null, new AbortController().signal);
    const first = rows.next();
    // It has looked for what is there once this read is answered: reads come in turn.
    await store.db.selectFrom("request_logs").select("seq").execute();
    await append(store, 2, 3);

    assert.deepEqual(seqs((await first).value), [2, 3]);
  }));

Deno.test("LogFeed.follow goes on after a row, past those that do not fit", () =>
  withFeed(async (feed, store) => {
    await append(store, ...Array.from({ length: 450 }, (_, n) => n + 1));
    const ended = new AbortController();
    const all: number[] = [];

    for await (const rows of feed.follow({ provider: "even" }, 40, ended.signal)) {
      all.push(...seqs(rows) ?? []);
      if (all.at(-1) === 450) ended.abort();
    }

    assert.deepEqual(all, Array.from({ length: 205 }, (_, n) => 42 + 2 * n));
  }));

Deno.test("LogFeed.follow shows each row once though writers and readers overlap", () =>
  withFeed(async (feed, store) => {
    const ended = new AbortController();
    const all: number[] = [];
    const writing = (async () => {
      for (let n = 1; n <= 60; n += 3) await append(store, n, n + 1, n + 2);
    })();

    for await (const rows of feed.follow({}, 0, ended.signal)) {
      all.push(...seqs(rows) ?? []);
      if (all.length >= 60) ended.abort();
    }
    await writing;

    assert.deepEqual(all, Array.from({ length: 60 }, (_, n) => n + 1));
  }));

Deno.test("LogFeed.follow gives a sign of life when nothing is written", () =>
  withFeed(async (feed, store, beat) => {
    const rows = feed.follow({}, null, new AbortController().signal);
    const first = rows.next();
    const beating = setInterval(beat, 5);

    assert.deepEqual((await first).value, []);
    clearInterval(beating);
    await append(store, 1);
    assert.deepEqual(seqs((await rows.next()).value), [1]);
  }));

Deno.test("LogFeed.follow of a number that is not there yet begins with the next row", () =>
  withFeed(async (feed, store) => {
    await append(store, 1);
    const rows = feed.follow({}, 900, new AbortController().signal);
    const first = rows.next();
    await store.db.selectFrom("request_logs").select("seq").execute();
    await append(store, 2);

    assert.deepEqual(seqs((await first).value), [2]);
  }));

Deno.test("LogFeed.close and the follower's own signal end following", () =>
  withFeed(async (feed) => {
    const left = new AbortController();
    const one = feed.follow({}, null, left.signal).next();
    const two = feed.follow({}, null, new AbortController().signal).next();
    left.abort();
    assert.equal((await one).done, true);
    feed.close();
    assert.equal((await two).done, true);
  }));
