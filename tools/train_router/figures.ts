/**
 * The figures of docs/routing-quality.md: `deno run -A tools/train_router/figures.ts --data DIR`
 *
 * Each pair of models is judged by a model that was trained without its benchmarks and without the
 * outcomes of these two models anywhere. Prints Markdown.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { areaUnder, recoveryCurve } from "../../lib/router/eval/curve.ts";
import { gainsOf, measure, rowsWith } from "../../lib/router/eval/measure.ts";
import type { OutcomeRow } from "../../lib/router/eval/outcomes_file.ts";
import { COMPLEXITY, LENGTH, type Scorer } from "../../lib/router/eval/scorers.ts";
import { seededRandom, shuffled } from "../../lib/router/eval/seeded_random.ts";
import { corrected } from "../../lib/router/learn/correction.ts";
import { learn } from "../../lib/router/learn/learn.ts";
import type { Outcome } from "../../lib/router/learn/outcomes.ts";
import { LocalModel } from "../../lib/router/local/model.ts";
import type { Row } from "./data.ts";
import { withoutDuplicates } from "./duplicates.ts";
import { prepare, type Prepared } from "./examples.ts";
import { fit } from "./fit.ts";
import { PAIRS, type TestedPair } from "./pairs.ts";

const SIZES = [50, 100, 300, 1000] as const;
const REPETITIONS = 5;
/** A pair needs so many prompts beside those that are learned from. */
const LEAST_LEFT = 250;
const MOST_LEFT = 800;

const { values } = parseArgs({ options: { data: { type: "string" } } });
if (values.data === undefined) throw new Error("Cannot judge without data: give --data DIR.");
const prepared = await prepare(values.data);
const tested = PAIRS.map((pair) => {
  const rows = outcomeRows(prepared.all.filter(({ bench }) => pair.benches.includes(bench)), pair);
  return { pair, rows, prior: priorFor(pair, rows, prepared) };
});

const interval = ({ value, low, high }: { value: number; low: number; high: number }): string =>
  `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;

console.log(
  "| benchmarks | strong over weak | n | weak | strong | length | seven dimensions | local |",
);
console.log("|---|---|--:|--:|--:|---|---|---|");
const sums = [0, 0, 0];
for (const { pair, rows, prior } of tested) {
  const local: Scorer = { name: "local", score: (text) => prior.score(text).value };
  const areas = [LENGTH, COMPLEXITY, local].map(({ score }) =>
    measure(rows, pair, Float64Array.from(rows, ({ text }) => score(text))).apgr
  );
  areas.forEach(({ value }, at) => sums[at]! += value / tested.length);
  const average = (model: string): string =>
    (rows.reduce((sum, { outcomes }) => sum + outcomes.get(model)!, 0) / rows.length).toFixed(3);
  console.log(
    `| ${pair.name} | ${pair.strong} over ${pair.weak} | ${rows.length} | ${
      average(pair.weak)
    } | ` +
      `${average(pair.strong)} | ${areas.map(interval).join(" | ")} |`,
  );
}
console.log(`| **mean** | | | | | ${sums.map((sum) => `**${sum.toFixed(3)}**`).join(" | ")} |\n`);

console.log(
  "| outcomes | flipped | pairs | prior | as decided | if always adopted | adopted | worst pair |",
);
console.log("|--:|--:|--:|--:|--:|--:|--:|--:|");
for (const flipped of [0, 0.2]) for (const size of SIZES) learnTable(size, flipped);

function learnTable(size: number, flipped: number): void {
  const runs = tested.filter(({ rows }) => rows.length >= size + LEAST_LEFT).map((test, at) =>
    Array.from({ length: REPETITIONS }, (_, run) => learnOnce(test, size, flipped, 100 * at + run))
  );
  const all = runs.flat();
  const mean = (list: typeof all, of: (run: typeof all[number]) => number): number =>
    list.reduce((sum, run) => sum + of(run), 0) / list.length;
  const worst = Math.min(
    ...runs.map((list) => mean(list, ({ decided, prior }) => decided - prior)),
  );
  const adopted = mean(all, ({ isAdopted }) => isAdopted ? 1 : 0);
  console.log(
    `| ${size} | ${flipped * 100} % | ${runs.length} | ${
      mean(all, (run) => run.prior).toFixed(3)
    } | ` +
      `**${mean(all, (run) => run.decided).toFixed(3)}** | ` +
      `${mean(all, (run) => run.always).toFixed(3)} | ${(100 * adopted).toFixed(0)} % | ` +
      `${worst.toFixed(3)} |`,
  );
}

function learnOnce(
  { pair, rows, prior }: typeof tested[number],
  size: number,
  flipped: number,
  seed: number,
) {
  const random = seededRandom(seed + 1);
  const order = shuffled(rows.length, random);
  const taught = Array.from(order.subarray(0, size), (at) => rows[at]!);
  const left = Array.from(order.subarray(size, size + MOST_LEFT), (at) => rows[at]!);
  const outcomes = taught.flatMap(({ text, outcomes }): Outcome[] =>
    [pair.strong, pair.weak].map((model) => {
      const value = outcomes.get(model)!;
      return { text, model, value: random() < flipped ? 1 - value : value, signal: "verdict" };
    })
  );
  const lesson = learn(outcomes, pair, prior);
  const gains = gainsOf(left, pair);
  const area = (model: LocalModel): number =>
    areaUnder(recoveryCurve(left.map(({ text }) => model.score(text).value), gains));
  const before = area(prior);
  const after = lesson.correction === null ? before : area(corrected(prior, lesson.correction));
  return {
    prior: before,
    always: after,
    isAdopted: lesson.isAdopted,
    decided: lesson.isAdopted ? after : before,
  };
}

function outcomeRows(rows: readonly Row[], pair: TestedPair): readonly OutcomeRow[] {
  return rowsWith(
    rows.map(({ text, bench, outcomes }) => ({
      text,
      bench,
      outcomes: new Map(Object.entries(outcomes)),
      costs: new Map(),
    })),
    pair,
  );
}

function priorFor(
  pair: TestedPair,
  rows: readonly OutcomeRow[],
  { examples, table }: Prepared,
): LocalModel {
  const others = examples.filter(({ row }) => !pair.family.includes(row.bench));
  const kept = new Set(withoutDuplicates(others.map(({ row }) => row), rows).map(({ id }) => id));
  const taught = others.filter(({ row }) => kept.has(row.id));
  return new LocalModel(fit(taught, table, new Set([pair.strong, pair.weak])));
}
