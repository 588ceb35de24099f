import assert from "node:assert/strict";
import { LastUse } from "../../../lib/auth/last_use.ts";
import { recordingLog } from "../../support/recording_log.ts";

function start() {
  const written: [string, number][] = [];
  const log = recordingLog();
  const faults: Error[] = [];
  const lastUse = new LastUse(async (id, atMs) => {
    await Promise.resolve();
    const fault = faults.pop();
    if (fault !== undefined) throw fault;
    written.push([id, atMs]);
  }, log);
  return { lastUse, written, log, faults };
}

Deno.test("LastUse writes at most once a minute for each", async () => {
  const { lastUse, written } = start();
  for (const atMs of [0, 1, 59_999, 60_000, 60_001]) lastUse.note("a", atMs);
  lastUse.note("b", 5);
  await lastUse.drain();

  assert.deepEqual(written, [["a", 0], ["a", 60_000], ["b", 5]]);
});

Deno.test("LastUse writes more often where a minute is too much", async () => {
  const { lastUse, written } = start();
  for (const atMs of [0, 9, 10]) lastUse.note("a", atMs, 10);
  await lastUse.drain();

  assert.deepEqual(written, [["a", 0], ["a", 10]]);
});

Deno.test("LastUse tries again with the next use after a fault, which it logs", async () => {
  const { lastUse, written, log, faults } = start();
  faults.push(new Error("disk full"));
  lastUse.note("a", 0);
  await lastUse.drain();
  assert.match(log.lines.join(), /disk full/);

  lastUse.note("a", 1);
  await lastUse.drain();
  assert.deepEqual(written, [["a", 1]]);
});
