/**
 * `deno task bench:failover`: two keys, one of which fails in one way, for a share of its requests.
 * What do callers notice, and how many calls does it take? The ledger must hold each request once,
 * with the tokens that its caller got.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { Samples } from "./load/samples.ts";
import { startSimulator } from "./start_simulator.ts";
import { databaseIn, startFlow } from "./targets/flow.ts";
import type { RunningTarget } from "./targets/target.ts";

const KEYS = { bad: "sk-sim-bad-0123456789abcdef", good: "sk-sim-good-0123456789abcdef" };
const CHUNKS = 20;
const PERCENTS = [10, 50, 100];

/** How long a key that hangs is waited for, ms; far below what production wants. */
const HEADER_TIMEOUT_MS = 500;

const CONFIG = `
upstream:
  header_timeout_ms: ${HEADER_TIMEOUT_MS}
  idle_timeout_ms: ${HEADER_TIMEOUT_MS}
`;

/** What the bad key does: a scenario of the simulator. */
const FAULTS: readonly (readonly [string, string])[] = [
  ["429", "status=429"],
  ["500", "status=500"],
  ["hang", "fault=no_headers"],
  ["reset, 0th byte", "fault=reset@0b"],
  ["reset, 250th byte", "fault=reset@250b"],
];

interface Case {
  readonly name: string;
  readonly stream: boolean;
  /** Null: both keys are well. */
  readonly scenario: string | null;
  readonly percent: number;
}

/** What came of one case. Times in ms. */
interface Outcome {
  readonly name: string;
  readonly stream: boolean;
  readonly percent: number;
  readonly requests: number;
  readonly ok: number;
  readonly p50: number;
  readonly p95: number;
  readonly callsPerRequest: number;
  readonly rows: number;
  readonly completeRows: number;
  readonly loggedTokens: number;
  readonly loggedCalls: number;
}

interface Load {
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
}

const cases = (): Case[] =>
  [false, true].flatMap((stream) => [
    { name: "none", stream, scenario: null, percent: 0 },
    ...FAULTS.flatMap(([name, scenario]) =>
      PERCENTS.map((percent) => ({ name, stream, scenario, percent }))
    ),
  ]);

async function run(load: Load): Promise<readonly Outcome[]> {
  const folder = await Deno.makeTempDir({ prefix: "flow_failover_" });
  const stops: (() => Promise<void>)[] = [];
  try {
    const simulator = await startSimulator(folder);
    stops.push(simulator.stop);
    const options = { keys: [KEYS.bad, KEYS.good], config: CONFIG };
    const target = await startFlow({ upstream: simulator.url, folder }, options);
    stops.push(target.stop);
    const outcomes: Outcome[] = [];
    for (const [index, each] of cases().entries()) {
      outcomes.push(await measure(each, index, target, simulator.url, folder, load));
      console.error(JSON.stringify(outcomes.at(-1)));
    }
    return outcomes;
  } finally {
    for (const stop of stops.reverse()) await stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function measure(
  { name, stream, scenario, percent }: Case,
  index: number,
  target: RunningTarget,
  upstream: string,
  folder: string,
  load: Load,
): Promise<Outcome> {
  // A model of its own: what the gateway learned in one case does not help in the next.
  const model = target.model(`case-${index}:chunks=${CHUNKS}`);
  await control(upstream, "scenario", { key: KEYS.bad, scenario, percent });
  const before = (await totals(upstream)).requests;
  const latency = new Samples();
  let ok = 0;
  const requests = Math.round(load.rate * load.seconds);
  await openLoop(requests, load.rate, async () => {
    const sentAt = performance.now();
    if (await ask(target, model, stream)) ok++;
    latency.add(performance.now() - sentAt);
  });
  await target.mustRun();
  const calls = (await totals(upstream)).requests - before;
  const { p50, p95 } = latency.distribution();
  const callsPerRequest = calls / requests;
  const ledger = await ledgerOf(databaseIn(folder), model, requests);
  return { name, stream, percent, requests, ok, p50, p95, callsPerRequest, ...ledger };
}

async function openLoop(count: number, rate: number, one: () => Promise<void>): Promise<void> {
  const start = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const wait = start + index / rate * 1000 - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(one());
  }
  await Promise.all(running);
}

/** Whether the caller got a whole answer. */
async function ask({ url, headers }: RunningTarget, model: string, stream: boolean) {
  const body = JSON.stringify({ model, stream, messages: [{ role: "user", content: "Hello" }] });
  const type = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers: { ...headers, ...type }, body });
  const text = await response.text();
  if (response.status !== 200) return false;
  return stream ? text.trimEnd().endsWith("data: [DONE]") : text.includes('"finish_reason":"stop"');
}

async function control(upstream: string, what: string, body: unknown): Promise<void> {
  const url = `${upstream}/__sim/${what}`;
  await (await fetch(url, { method: "POST", body: JSON.stringify(body) })).body?.cancel();
}

async function totals(upstream: string): Promise<{ readonly requests: number }> {
  return await (await fetch(`${upstream}/__sim/totals`)).json();
}

/** What the gateway's own log says; waits until it holds as many rows as there were requests. */
async function ledgerOf(path: string, model: string, requests: number) {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const query = db.prepare(
      `SELECT count(*) AS rows, total(outcome = 'complete') AS complete,
              total(CASE WHEN outcome = 'complete' THEN completion_tokens END) AS tokens,
              total(json_array_length(attempts)) AS calls
       FROM request_logs WHERE model_requested = ?`,
    );
    let row = query.get(model);
    for (let tries = 0; tries < 50 && Number(row?.["rows"]) < requests; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      row = query.get(model);
    }
    return {
      rows: Number(row?.["rows"]),
      completeRows: Number(row?.["complete"]),
      loggedTokens: Number(row?.["tokens"]),
      loggedCalls: Number(row?.["calls"]),
    };
  } finally {
    db.close();
  }
}

/** What must hold in every case, as sentences; empty when all does. */
function complaints(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((each) => {
    const where = `${each.stream ? "stream" : "answer"}, ${each.name}, ${each.percent} %`;
    const found = [
      ...(each.rows === each.requests ? [] : [`${each.rows} rows for ${each.requests} requests`]),
      ...(each.completeRows === each.ok
        ? []
        : [`${each.completeRows} complete rows for ${each.ok} whole answers`]),
      ...(each.loggedTokens === each.ok * CHUNKS ? [] : [`${each.loggedTokens} tokens logged`]),
      ...(each.loggedCalls === Math.round(each.callsPerRequest * each.requests)
        ? []
        : [`${each.loggedCalls} calls logged, ${each.callsPerRequest * each.requests} made`]),
      ...(each.callsPerRequest <= 1.6 ? [] : ["load was multiplied"]),
    ];
    return found.map((text) => `${where}: ${text}`);
  });
}

/** A table for people. */
function markdown(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map((each) => {
    const kind = each.stream ? "stream" : "answer";
    const usual = outcomes.find(({ name, stream }) => name === "none" && stream === each.stream);
    const success = (each.ok / each.requests * 100).toFixed(1);
    const added = (mine: number, theirs: number): string =>
      mine - theirs < 0 ? (mine - theirs).toFixed(1) : `+${(mine - theirs).toFixed(1)}`;
    return `| ${kind} | ${each.name} | ${each.percent} | ${success} | ` +
      `${added(each.p50, usual?.p50 ?? 0)} | ${added(each.p95, usual?.p95 ?? 0)} | ` +
      `${each.callsPerRequest.toFixed(3)} | ${each.rows} / ${each.requests} |`;
  });
  return [
    "| asked for | one of two keys | of its requests % | whole answers % | p50 ms | p95 ms | calls/request | rows |",
    "| --- | --- | --: | --: | --: | --: | --: | --: |",
    ...lines,
  ].join("\n");
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "3" },
      rate: { type: "string", default: "60" },
    },
  });
  const outcomes = await run({ seconds: Number(values.seconds), rate: Number(values.rate) });
  console.log(markdown(outcomes));
  const wrong = complaints(outcomes);
  for (const complaint of wrong) console.error(`not met: ${complaint}`);
  Deno.exit(wrong.length === 0 ? 0 : 1);
}
