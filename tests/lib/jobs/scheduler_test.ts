import assert from "node:assert/strict";
import { type Job, Scheduler } from "../../../lib/jobs/scheduler.ts";

const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

/** A scheduler whose timer is in the test's hands. */
function bench() {
  const timers: { run: () => void; delayMs: number }[] = [];
  const logged: unknown[] = [];
  const ignore = () => {};
  const log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (message: string, fields?: Record<string, unknown>) => logged.push([message, fields]),
  };
  const scheduler = new Scheduler(log, (run, delayMs) => {
    const timer = { run, delayMs };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  });
  return { scheduler, timers, logged };
}

const job = (run: Job["run"], change: Partial<Job> = {}): Job => ({
  name: "test",
  periodMs: 1000,
  run,
  ...change,
});

Deno.test("Scheduler runs a job after its first wait and then period by period", async () => {
  const { scheduler, timers } = bench();
  let runs = 0;
  scheduler.start(job(() => Promise.resolve(void runs++), { firstAfterMs: 5 }));
  assert.equal(timers[0]?.delayMs, 5);

  for (let round = 1; round <= 3; round++) {
    timers.shift()?.run();
    await settle();
    assert.equal(runs, round);
    assert.deepEqual(timers.map(({ delayMs }) => delayMs), [1000]);
  }
  await scheduler.stop();
});

Deno.test("Scheduler waits a period first when nothing else is said, and no longer than timers can", () => {
  const { scheduler, timers } = bench();
  scheduler.start(job(() => Promise.resolve()));
  scheduler.start(job(() => Promise.resolve(), { periodMs: 1e12 }));

  assert.deepEqual(timers.map(({ delayMs }) => delayMs), [1000, 2 ** 31 - 1]);
});

Deno.test("Scheduler never lets a job overlap itself", async () => {
  const { scheduler, timers } = bench();
  const slow = Promise.withResolvers<void>();
  scheduler.start(job(() => slow.promise));
  timers.shift()?.run();
  await settle();
  assert.equal(timers.length, 0, "the next run is not even planned");

  slow.resolve();
  await settle();
  assert.equal(timers.length, 1);
});

Deno.test("Scheduler logs a failing job, runs it again, and leaves the others alone", async () => {
  const { scheduler, timers, logged } = bench();
  let others = 0;
  scheduler.start(job(() => Promise.reject(new Error("no luck")), { name: "bad" }));
  scheduler.start(job(() => Promise.resolve(void others++)));
  for (const { run } of timers.splice(0)) run();
  await settle();

  assert.deepEqual(logged, [["A background job failed", { job: "bad", problem: "no luck" }]]);
  assert.equal(others, 1);
  assert.equal(timers.length, 2);
});

Deno.test("Scheduler.stop asks a running job to end, waits for it, and starts nothing more", async () => {
  const { scheduler, timers, logged } = bench();
  const trace: string[] = [];
  scheduler.start(job(async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    trace.push("told to end");
    await settle();
    trace.push("ended");
    throw new Error("in a hurry");
  }));
  scheduler.start(job(() => Promise.resolve(void trace.push("must not run"))));
  timers.shift()?.run();
  await settle();

  await scheduler.stop();
  assert.deepEqual(trace, ["told to end", "ended"]);
  assert.equal(timers.length, 0);
  assert.deepEqual(logged, [], "what ends because it was told to has not failed");

  scheduler.start(job(() => Promise.resolve()));
  assert.equal(timers.length, 0);
});
