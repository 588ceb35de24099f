import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import type { AppendReport, LogEntry, LogSink } from "../../../lib/store/log_entry.ts";
import { Recorder, type RecorderOptions } from "../../../lib/usage/recorder.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const REPORT: AppendReport = {
  inserted: 0,
  duplicates: 0,
  unprepared: 0,
  rejected: 0,
  reason: null,
};

/** A recorder whose timer and store are in the test's hands. */
function bench(options: Partial<RecorderOptions> = {}) {
  const timers: { run: () => void; delayMs: number }[] = [];
  const batches: LogEntry[][] = [];
  const logged: string[] = [];
  const written = new Set<string>();
  const state = { failing: null as Error | null, hold: null as Promise<void> | null };
  const note = (message: string) => logged.push(message);
  const recorder = new Recorder({
    sink: {
      append: async (batch) => {
        batches.push([...batch]);
        await state.hold;
        if (state.failing !== null) throw state.failing;
        for (const { record } of batch) written.add(record.id);
        return { ...REPORT, inserted: batch.length };
      },
    },
    log: { debug: note, info: note, warn: note, error: note },
    timer: (run, delayMs) => {
      const timer = { run, delayMs };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    ...options,
  });
  return {
    ...{ recorder, timers, batches, logged, written, state },
    /** Lets the time pass that the recorder waits for. */
    fire: async () => {
      timers.shift()?.run();
      await settle();
    },
    record: (from: number, count = 1, bytes = 0) => {
      for (let n = from; n < from + count; n++) {
        const bodies = bytes === 0 ? {} : { request: "x".repeat(bytes) };
        recorder.record(recordedRequest({ id: testId(n) }, bodies));
      }
    },
  };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve));
const full = () => new FlowError("database_error", "Cannot write: the disk is full.");

Deno.test("Recorder.record waits for the interval and hands over what has come, in one batch", async () => {
  const { recorder, record, timers, batches, fire } = bench({ flushIntervalMs: 70 });
  record(1, 3, 10);

  assert.deepEqual(timers.map(({ delayMs }) => delayMs), [70]);
  assert.deepEqual(recorder.pending, { rows: 3, bytes: 30 });
  await fire();

  assert.deepEqual(batches.map((batch) => batch.map(({ record }) => record.id)), [
    [testId(1), testId(2), testId(3)],
  ]);
  assert.deepEqual(recorder.pending, { rows: 0, bytes: 0 });
  assert.equal(recorder.health.written, 3);
  assert.equal(timers.length, 0, "nothing to do, no timer");
});

Deno.test("Recorder keeps a body larger than its limit when nothing else waits", async () => {
  const rows: (Uint8Array | null)[] = [];
  const sink: LogSink = {
    append(batch) {
      rows.push(...batch.map(({ requestBody }) => requestBody));
      const inserted = batch.length;
      return Promise.resolve({ inserted, duplicates: 0, unprepared: 0, rejected: 0, reason: null });
    },
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const recorder = new Recorder({ sink, log, maxBodyBytes: 10 });
  const large = recordedRequest({ id: testId(1) }, { request: "x".repeat(100) });

  recorder.record(large);
  recorder.record(recordedRequest({ id: testId(2) }, { request: "y" }));
  await recorder.drain();

  assert.deepEqual(rows.map((body) => body?.length ?? null), [100, null]);
});

Deno.test("Recorder has two batches under way at most, and goes on by itself", async () => {
  const { recorder, record, batches, state, fire } = bench();
  const held = Promise.withResolvers<void>();
  state.hold = held.promise;
  record(0, 1000);
  await fire();
  assert.deepEqual(batches.map(({ length }) => length), [256, 256]);
  assert.equal(recorder.pending.rows, 1000);

  held.resolve();
  state.hold = null;
  await settle();

  assert.deepEqual(batches.map(({ length }) => length), [256, 256, 256, 232]);
  assert.equal(recorder.pending.rows, 0);
});

Deno.test("Recorder keeps rows while the database fails, tells once, slows down, and recovers", async () => {
  const { recorder, record, timers, batches, logged, written, state, fire } = bench();
  state.failing = full();
  record(1, 2);
  await fire();
  const delays: number[] = [];
  for (let retry = 0; retry < 8; retry++) {
    delays.push(timers[0]?.delayMs ?? 0);
    record(10 + retry);
    await fire();
  }

  assert.deepEqual(delays, [100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  assert.equal(recorder.health.ok, false);
  assert.match(recorder.health.problem ?? "", /disk is full/);
  assert.deepEqual(logged, ["Request logs cannot be written; they wait in memory"]);
  assert.equal(recorder.pending.rows, 10);
  assert.deepEqual(batches.at(-1)?.slice(0, 2).map(({ record }) => record.id), [
    testId(1),
    testId(2),
  ], "the oldest first");

  state.failing = null;
  await fire();

  assert.equal(recorder.health.ok, true);
  assert.equal(recorder.health.problem, null);
  assert.equal(written.size, 10);
  assert.equal(recorder.health.written, 10);
  assert.deepEqual(logged.slice(1), ["Request logs are written again"]);
});

Deno.test("Recorder starts slowing down anew with the next failure", async () => {
  const { record, timers, state, fire } = bench();
  for (let round = 0; round < 2; round++) {
    state.failing = full();
    record(round);
    await fire();
    assert.equal(timers[0]?.delayMs, 100);
    await fire();
    assert.equal(timers[0]?.delayMs, 200);
    state.failing = null;
    await fire();
  }
});

Deno.test("Recorder sheds bodies, never rows, when too many bytes wait", async () => {
  const { recorder, record, batches, logged, fire } = bench({ maxBodyBytes: 100 });
  record(1, 2, 40);
  record(3, 2, 40);
  record(5, 1, 20);
  record(6, 1);
  assert.deepEqual(recorder.pending, { rows: 6, bytes: 100 });

  await fire();

  const shed = batches.flat().filter((entry) => entry.shed);
  assert.deepEqual(shed.map(({ record }) => record.id), [testId(3), testId(4)]);
  assert.ok(shed.every((entry) => entry.requestBody === null && entry.responseBody === null));
  assert.equal(batches.flat().length, 6);
  assert.equal(recorder.health.shed, 2);
  assert.equal(logged.length, 1, "told once");
});

Deno.test("Recorder counts the bytes that are under way as waiting", async () => {
  const { recorder, record, state, fire } = bench({ maxBodyBytes: 100 });
  const held = Promise.withResolvers<void>();
  state.hold = held.promise;
  record(1, 1, 90);
  await fire();
  record(2, 1, 20);

  assert.equal(recorder.health.shed, 1);
  held.resolve();
  await settle();
  record(3, 1, 20);
  assert.equal(recorder.health.shed, 1);
});

Deno.test("Recorder drops the oldest rows when memory is full, counts them, and tells once", async () => {
  const { recorder, record, logged, written, state, fire } = bench({ maxRows: 5 });
  state.failing = full();
  record(0, 8);
  await fire();
  state.failing = null;
  await fire();

  assert.equal(recorder.health.dropped, 3);
  assert.deepEqual([...written], [3, 4, 5, 6, 7].map(testId));
  assert.equal(logged.filter((line) => /are lost/.test(line)).length, 1);
});

Deno.test("Recorder counts and tells the rows that the database can never take", async () => {
  const { recorder, record, logged, fire } = bench({
    sink: {
      append: (batch) =>
        Promise.resolve({
          ...REPORT,
          inserted: batch.length - 2,
          duplicates: 1,
          rejected: 1,
          reason: "no",
        }),
    },
  });
  record(1, 5);
  await fire();

  assert.deepEqual([recorder.health.written, recorder.health.rejected], [4, 1]);
  assert.deepEqual(logged, ["Request logs could not be written as they were"]);
  assert.equal(recorder.pending.rows, 0, "they are not tried again");
});

Deno.test("Recorder.drain writes at once what waits, and returns when it is committed", async () => {
  const { recorder, record, timers, written } = bench();
  record(0, 1500);

  await recorder.drain();

  assert.equal(written.size, 1500);
  assert.equal(timers.length, 0);
  await recorder.drain();
});

Deno.test("Recorder.drain waits out a failure", async () => {
  const { recorder, record, written, state, fire } = bench();
  state.failing = full();
  record(1, 3);
  let drained = false;
  const draining = recorder.drain().then(() => drained = true);
  await settle();
  assert.equal(drained, false);

  state.failing = null;
  await fire();
  await draining;

  assert.equal(written.size, 3);
});

Deno.test("Recorder.drain gives up when its signal fires, and says what is lost and why", async () => {
  const { recorder, record, state } = bench();
  state.failing = full();
  record(1, 3);
  const limit = new AbortController();
  const draining = recorder.drain(limit.signal);
  await settle();
  limit.abort();

  await assert.rejects(draining, (error) => {
    assert.ok(error instanceof FlowError);
    assert.equal(error.code, "database_error");
    assert.match(error.message, /last 3 request logs, they are lost: .*disk is full/);
    return true;
  });
});

Deno.test("Recorder.drain gives up on a database that does not answer", async () => {
  const { recorder, record, state } = bench();
  state.hold = new Promise(() => {});
  record(1);

  await assert.rejects(recorder.drain(AbortSignal.abort()), /did not answer in time/);
});

Deno.test("Recorder works with real timers", async () => {
  const { recorder, record, written } = bench({
    flushIntervalMs: 1,
    timer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });
  record(1, 3);
  while (written.size < 3) await settle();
  assert.equal(recorder.pending.rows, 0);
});
