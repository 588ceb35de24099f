/**
 * `deno task bench:soak`: many requests through the gateway with everything on. Memory must stay
 * flat, sockets must not pile up, and the log must hold every request with the right sums.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { runLoad } from "./load/run_load.ts";
import { openFiles, residentMb } from "./process.ts";
import { median } from "./report/summarize.ts";
import { FAST, startSimulator } from "./start_simulator.ts";
import { flow } from "./targets/flow.ts";
import type { Ledger, RunningTarget } from "./targets/target.ts";

/** Share of streams, of 20 chunks each. */
const STREAMED = 0.2;
const MOST_MB = 200;
/** Most growth of the last quarter's memory over the second quarter's: the first one warms up. */
const MOST_GROWTH = 1.1;
const MOST_EXTRA_FILES = 16;

interface Sample {
  readonly requests: number;
  readonly residentMb: number;
  readonly openFiles: number;
  readonly requestsPerSecond: number;
}

interface Soak {
  readonly samples: readonly Sample[];
  readonly sent: Ledger;
  readonly found: Ledger;
  readonly failed: number;
}

async function soak(total: number, step: number, concurrency: number): Promise<Soak> {
  const folder = await Deno.makeTempDir({ prefix: "flow_soak_" });
  const stops: (() => Promise<void>)[] = [];
  try {
    const simulator = await startSimulator(folder, FAST);
    stops.push(simulator.stop);
    const target = await flow.start({ upstream: simulator.url, folder });
    stops.push(target.stop);
    return await sendAll(target, total, step, concurrency);
  } finally {
    for (const stop of stops.reverse()) await stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function sendAll(
  target: RunningTarget,
  total: number,
  step: number,
  concurrency: number,
): Promise<Soak> {
  const { pid, ledger } = target;
  if (pid === null || ledger === null) throw new Error("a soak needs a process with a log");
  const samples: Sample[] = [];
  const sent = { rows: 0, promptTokens: 0, completionTokens: 0 };
  let failed = 0;
  for (let done = 0; done < total; done += step) {
    const start = performance.now();
    for (const stream of [false, true]) {
      const result = await runLoad({
        url: target.url,
        headers: target.headers,
        model: target.model(stream ? "gpt-4o-mini:chunks=20" : "gpt-4o-mini"),
        stream,
        promptBytes: 400,
        concurrency,
        rate: null,
        seconds: Infinity,
        count: Math.round(step * (stream ? STREAMED : 1 - STREAMED)),
        warmup: 0,
      });
      sent.rows += result.answered.rows;
      sent.promptTokens += result.answered.promptTokens;
      sent.completionTokens += result.answered.completionTokens;
      failed += result.requests - result.ok;
    }
    const sample = {
      requests: done + step,
      residentMb: await residentMb(pid) ?? NaN,
      openFiles: await openFiles(pid) ?? NaN,
      requestsPerSecond: step / ((performance.now() - start) / 1000),
    };
    samples.push(sample);
    console.error(
      `${sample.requests} requests: ${
        sample.residentMb.toFixed(0)
      } MB, ${sample.openFiles} files, ` +
        `${sample.requestsPerSecond.toFixed(0)} requests/s`,
    );
  }
  return { samples, sent, found: await ledger(), failed };
}

/** What is wrong with a soak; empty when nothing is. */
function complaints({ samples, sent, found, failed }: Soak): readonly string[] {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const memory = samples.map((sample) => sample.residentMb);
  const early = median(memory.slice(quarter, 2 * quarter));
  const late = median(memory.slice(-quarter));
  const files = (samples.at(-1)?.openFiles ?? 0) - (samples[0]?.openFiles ?? 0);
  const say = (ledger: Ledger): string =>
    `${ledger.rows} rows, ${ledger.promptTokens} + ${ledger.completionTokens} tokens`;
  return [
    ...(failed > 0 ? [`${failed} requests failed`] : []),
    ...(say(sent) === say(found) ? [] : [`answered: ${say(sent)}; logged: ${say(found)}`]),
    ...(Math.max(...memory) > MOST_MB
      ? [`RSS reached ${Math.max(...memory).toFixed(0)} MB, the limit is ${MOST_MB} MB`]
      : []),
    ...(late > early * MOST_GROWTH
      ? [`RSS grew from ${early.toFixed(0)} MB (second quarter) to ${late.toFixed(0)} MB (last)`]
      : []),
    ...(files > MOST_EXTRA_FILES ? [`${files} more open files at the end`] : []),
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "200000" },
      step: { type: "string", default: "10000" },
      concurrency: { type: "string", default: "32" },
    },
  });
  const result = await soak(
    Number(values.requests),
    Number(values.step),
    Number(values.concurrency),
  );
  console.log(JSON.stringify(result));
  const wrong = complaints(result);
  for (const complaint of wrong) console.error(`not met: ${complaint}`);
  Deno.exit(wrong.length === 0 ? 0 : 1);
}
