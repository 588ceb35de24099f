/**
 * One million logged requests: how long statistics, lists, searches and exports take, and how large the
 * database is per row.
 *
 *     deno task bench:million                 one million rows, about four minutes
 *     deno task bench:million --rows 100000   fewer
 *
 * Rows go through the gateway's own store and use cases, in this process. Prints a Markdown table.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { exportLines } from "../lib/admin/log_export.ts";
import { logPage } from "../lib/admin/log_pages.ts";
import { sessionPage } from "../lib/admin/log_sessions.ts";
import { wordsToFind } from "../lib/admin/log_search.ts";
import { breakdown, overview, timeline } from "../lib/admin/statistics.ts";
import { previousOf, settleWindow } from "../lib/admin/statistics_window.ts";
import { openStore, type Store } from "../lib/store/store.ts";
import { readMachine } from "./report/machine.ts";
import { MillionRows } from "./million/rows.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    folder: { type: "string" },
    /** Every so many rows has bodies, which are what costs time and space. */
    bodies: { type: "string", default: "5" },
  },
});
const ROWS = Number(values.rows);
const BATCH = 250;
const NOW = Date.UTC(2026, 10, 20, 15, 7, 33);
const TIMES = 9;

interface Figure {
  readonly what: string;
  readonly median: number;
  readonly worst: number;
}

const figures: Figure[] = [];

/** Runs something several times and keeps how long it took. */
async function measure(what: string, run: () => Promise<unknown>, times = TIMES): Promise<void> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await run();
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  figures.push({
    what,
    median: took[Math.floor(took.length / 2)] ?? 0,
    worst: took.at(-1) ?? 0,
  });
}

async function write(store: Store): Promise<number> {
  const start = performance.now();
  const rows = new MillionRows({ rows: ROWS, nowMs: NOW, bodiesEvery: Number(values.bodies) });
  let pending: Promise<unknown> = Promise.resolve();
  for (const batch of rows.batches(BATCH)) {
    const next = store.append(batch);
    await pending;
    pending = next;
  }
  await pending;
  return performance.now() - start;
}

/** Adds up as the gateway does every two seconds: five hundred rows at a time. */
async function sum(store: Store): Promise<{ ms: number; longest: number }> {
  const start = performance.now();
  let longest = 0;
  for (let isComplete = false; !isComplete;) {
    const stepStart = performance.now();
    ({ isComplete } = await store.sumRows(500));
    longest = Math.max(longest, performance.now() - stepStart);
  }
  return { ms: performance.now() - start, longest };
}

async function index(store: Store): Promise<{ ms: number; longest: number }> {
  const start = performance.now();
  let longest = 0;
  for (let isComplete = false; !isComplete;) {
    const stepStart = performance.now();
    ({ isComplete } = await store.indexBodies({ maxRows: 250, maxBytes: 2 * 1024 * 1024 }));
    longest = Math.max(longest, performance.now() - stepStart);
  }
  return { ms: performance.now() - start, longest };
}

async function read({ db }: Store): Promise<void> {
  const berlin = "Europe/Berlin";
  const window = (query: Parameters<typeof settleWindow>[0]) => settleWindow(query, NOW);
  for (const period of ["today", "week", "month"] as const) {
    await measure(`overview ${period}`, () => overview(db, window({ period })));
  }
  const month = window({ period: "month", tz: berlin });
  await measure("overview month, compared", async () => {
    await overview(db, month);
    await overview(db, previousOf(month));
  });
  await measure("timeline 30 days by hour", () => timeline(db, month, "hour"));
  await measure(
    "timeline 30 days by hour, Asia/Kolkata",
    () => timeline(db, window({ days: 30, tz: "Asia/Kolkata" }), "hour"),
  );
  await measure(
    "timeline 365 days by hour",
    () => timeline(db, window({ days: 365, tz: berlin }), "hour"),
  );
  await measure(
    "timeline 365 days by day",
    () => timeline(db, window({ days: 365, tz: berlin }), "day"),
  );
  await measure(
    "timeline 30 days by hour, one model",
    () => timeline(db, month, "hour", { dimension: "model", value: "model-3" }),
  );
  for (
    const by of ["provider", "model", "caller_token", "tag", "session", "tier", "status"] as const
  ) {
    await measure(
      `break-down of 30 days by ${by}, compared`,
      () => breakdown(db, month, { by, order: "cost", limit: 100, compare: true }),
    );
  }
  await measure("sessions, first page", () => sessionPage({ db }, {}, { limit: 50, cursor: null }));
  const first = { page: 1, size: 50, cursor: null };
  await measure("log, first page with total", () => logPage(db, {}, first));
  await measure("log, page 1000", () => logPage(db, {}, { ...first, page: 1000 }));
  await measure(
    "log of one model with total",
    () => logPage(db, { texts: { model_used: ["model-3"] } }, first),
  );
  await measure(
    "log of errors of one provider with total",
    () => logPage(db, { isError: true, texts: { provider: ["provider-2"] } }, first),
    5,
  );
  await measure(
    "log above a latency with total (reads every row)",
    () => logPage(db, { ranges: { latency_ms: { min: 4000 } } }, first),
    3,
  );
  const search = (words: string) => () =>
    logPage(db, { terms: wordsToFind(words) }, { ...first, cursor: `${NOW + 1}-1` });
  await measure("search for a rare word, first 50", search("needle77"), 5);
  await measure("search for a common word, first 50", search("common"), 5);
}

async function exported(store: Store, format: "jsonl" | "csv"): Promise<string> {
  const start = performance.now();
  let rows = 0;
  let bytes = 0;
  for await (const line of exportLines(store.db, {}, format, false)) {
    rows++;
    bytes += line.length;
  }
  const seconds = (performance.now() - start) / 1000;
  return `export of ${rows} lines as ${format}: ${seconds.toFixed(1)} s, ` +
    `${(bytes / 1e6).toFixed(0)} MB`;
}

async function tableSizes({ db }: Store): Promise<string[]> {
  const { rows } = await sql<{ name: string; bytes: number }>`SELECT name, sum(pgsize) AS bytes
    FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 12`.execute(db);
  return rows.map(({ name, bytes }) => `${name}: ${(bytes / ROWS).toFixed(0)} bytes a row`);
}

const folder = values.folder ?? await Deno.makeTempDir({ prefix: "flow-million-" });
const path = `${folder}/million.db`;
const store = await openStore({
  path,
  spawnWorker: () => new Worker(new URL("../main.ts", import.meta.url), { type: "module" }),
  clock: { now: () => NOW, monotonic: () => performance.now() },
});
try {
  const writing = await write(store);
  const summing = await sum(store);
  const indexing = await index(store);
  await read(store);
  const exports = [await exported(store, "jsonl"), await exported(store, "csv")];
  const sizes = await tableSizes(store);
  const { cpu, cores, deno } = await readMachine();
  console.log(`${cores} cores (${cpu}), Deno ${deno}\n`);
  console.log(`- ${ROWS} rows over 60 days, every ${values.bodies}th with bodies`);
  console.log(
    `- written in ${(writing / 1000).toFixed(0)} s: ${(writing / ROWS * 1000).toFixed(0)} µs a row`,
  );
  console.log(
    `- added up in ${(summing.ms / 1000).toFixed(0)} s: ` +
      `${(summing.ms / ROWS * 1000).toFixed(0)} µs a row, longest step ` +
      `${summing.longest.toFixed(0)} ms`,
  );
  console.log(
    `- words indexed in ${(indexing.ms / 1000).toFixed(0)} s, longest step ` +
      `${indexing.longest.toFixed(0)} ms`,
  );
  for (const line of exports) console.log(`- ${line}`);
  console.log("\n| question | median ms | worst ms |\n| --- | ---: | ---: |");
  for (const { what, median, worst } of figures) {
    console.log(`| ${what} | ${median.toFixed(1)} | ${worst.toFixed(1)} |`);
  }
  console.log("\nSize by table and index:\n");
  for (const line of sizes) console.log(`- ${line}`);
} finally {
  await store.close();
  if (values.folder === undefined) await Deno.remove(folder, { recursive: true });
}
