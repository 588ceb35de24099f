/**
 * The two kinds of load. Closed loop: so many callers, each waits for its answer before it asks
 * again; shows what a target can do. Open loop: requests start at a fixed rate whatever the answers
 * do, and time counts from when a request *should* have started; shows what callers would feel.
 *
 * @module
 */
import process from "node:process";
import { LoadConnection } from "./connection.ts";
import { encodePrompts, type PromptOptions } from "./prompts.ts";
import { type LoadResult, Tally } from "./tally.ts";

/** What to do. `rate` null is a closed loop. Ends after `seconds` or `count`, whichever is first. */
export interface LoadOptions extends PromptOptions {
  /** Callers in a closed loop; most connections in an open one. */
  readonly concurrency: number;
  /** Requests a second. */
  readonly rate: number | null;
  readonly seconds: number;
  readonly count: number;
  /** Requests before anything is measured. */
  readonly warmup: number;
}

/** Errors after which a run makes no sense any more. */
const MOST_ERRORS = 100;

/** Runs one load to its end. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const tally = new Tally();
  if (options.warmup > 0) {
    await closedLoop({ ...options, count: options.warmup, seconds: 60 }, tally);
    tally.restart();
  }
  const cpu = process.cpuUsage();
  const start = performance.now();
  if (options.rate === null) await closedLoop(options, tally);
  else await openLoop(options, options.rate, tally);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return tally.result(seconds, (user + system) / 1e6);
}

async function closedLoop(options: LoadOptions, tally: Tally): Promise<void> {
  const prompts = encodePrompts(options);
  const until = performance.now() + options.seconds * 1000;
  let started = 0;
  const caller = async (): Promise<void> => {
    const connection = new LoadConnection(options.url);
    while (started < options.count && performance.now() < until && tally.errors < MOST_ERRORS) {
      const prompt = prompts[started++ % prompts.length]!;
      const sentAt = performance.now();
      try {
        tally.add(sentAt, sentAt, await connection.exchange(prompt.bytes), prompt);
      } catch (thrown) {
        tally.fail(thrown);
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: options.concurrency }, caller));
}

async function openLoop(options: LoadOptions, rate: number, tally: Tally): Promise<void> {
  const prompts = encodePrompts(options);
  const idle: LoadConnection[] = [];
  const all: LoadConnection[] = [];
  const running = new Set<Promise<void>>();
  const most = Math.min(options.count, Math.floor(options.seconds * rate));
  const start = performance.now();

  const send = async (connection: LoadConnection, index: number): Promise<void> => {
    const prompt = prompts[index % prompts.length]!;
    const sentAt = performance.now();
    try {
      const exchanged = await connection.exchange(prompt.bytes);
      tally.add(start + index / rate * 1000, sentAt, exchanged, prompt);
    } catch (thrown) {
      tally.fail(thrown);
    }
    idle.push(connection);
  };

  for (let index = 0; index < most && tally.errors < MOST_ERRORS; index++) {
    const due = start + index / rate * 1000;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    let connection = idle.pop();
    if (connection === undefined && all.length < options.concurrency) {
      all.push(connection = new LoadConnection(options.url));
    }
    while (connection === undefined) {
      await Promise.race(running);
      connection = idle.pop();
    }
    const sending = send(connection, index).finally(() => running.delete(sending));
    running.add(sending);
  }
  await Promise.all(running);
  for (const connection of all) connection.close();
}
