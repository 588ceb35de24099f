import assert from "node:assert/strict";
import { catchUp, textIndexJob } from "../../../lib/jobs/text_index.ts";

/** An index with so many steps to do, each of which takes 40 ms. */
function parts(steps: number) {
  let clockMs = 0;
  const pauses: number[] = [];
  return {
    pauses,
    options: {
      store: {
        indexBodies: () => {
          clockMs += 40;
          return Promise.resolve({ rows: 250, isComplete: --steps <= 0 });
        },
      },
      pause: (ms: number) => Promise.resolve(void pauses.push(ms)),
      monotonic: () => clockMs,
    },
    left: () => steps,
  };
}

Deno.test("catchUp leaves the writer to others for three times as long as it took", async () => {
  const { options, pauses, left } = parts(3);

  await catchUp(options, new AbortController().signal);

  assert.equal(left(), 0);
  assert.deepEqual(pauses, [120, 120]);
});

Deno.test("catchUp ends when it is told to", async () => {
  const { options, left } = parts(3);

  await catchUp(options, AbortSignal.abort());

  assert.equal(left(), 3);
});

Deno.test("textIndexJob runs every two seconds", () => {
  assert.deepEqual(
    [textIndexJob(parts(1).options).name, textIndexJob(parts(1).options).periodMs],
    ["text index", 2000],
  );
});
