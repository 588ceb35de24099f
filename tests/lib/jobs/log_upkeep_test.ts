import assert from "node:assert/strict";
import { logUpkeepJob } from "../../../lib/jobs/log_upkeep.ts";

/** So many steps of each kind to do, each of which takes 40 ms. */
function work(sums: number, bodies: number) {
  let clockMs = 0;
  const done: string[] = [];
  const step = (what: string, left: () => number) => () => {
    clockMs += 40;
    done.push(what);
    return Promise.resolve({ rows: 1, isComplete: left() <= 0 });
  };
  const job = logUpkeepJob({
    store: {
      sumRows: step("sum", () => --sums),
      indexBodies: step("index", () => --bodies),
    },
    pause: (ms) => Promise.resolve(void done.push(`pause ${ms}`)),
    monotonic: () => clockMs,
  });
  return { job, done };
}

Deno.test("logUpkeepJob adds up, then indexes, and leaves the writer to others in between", async () => {
  const { job, done } = work(2, 3);

  await job.run(new AbortController().signal);

  assert.deepEqual(done, [
    "sum",
    "pause 120",
    "sum",
    "index",
    "pause 120",
    "index",
    "pause 120",
    "index",
  ]);
});

Deno.test("logUpkeepJob ends when it is told to, and runs every two seconds", async () => {
  const { job, done } = work(2, 3);

  await job.run(AbortSignal.abort());

  assert.deepEqual(done, []);
  assert.deepEqual([job.name, job.periodMs], ["log upkeep", 2000]);
});
