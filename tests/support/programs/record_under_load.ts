/**
 * Records requests into the database named on the command line until it is killed, as fast as the
 * second argument says (a second). Every few milliseconds it writes a line
 * `<recorded> <known to be written> <ms since it began>`; ids are numbered from 0.
 */
import { openTestStore, recordedRequest, testId } from "../test_store.ts";
import { Recorder } from "../../../lib/usage/recorder.ts";

const [path = "", perSecond = "2000"] = Deno.args;
const ignore = () => {};
const store = await openTestStore(path);
const recorder = new Recorder({
  sink: store,
  log: { debug: ignore, info: ignore, warn: ignore, error: console.error },
  flushIntervalMs: 50,
});
const body = JSON.stringify({ messages: [{ role: "user", content: "x".repeat(1000) }] });
const began = performance.now();
let recorded = 0;

console.log("ready");
setInterval(() => {
  const elapsedMs = performance.now() - began;
  for (; recorded < elapsedMs * Number(perSecond) / 1000; recorded++) {
    recorder.record(
      recordedRequest({ id: testId(recorded), totalTokens: recorded }, { request: body }),
    );
  }
  console.log(`${recorded} ${recorder.health.written} ${Math.round(elapsedMs)}`);
}, 5);
