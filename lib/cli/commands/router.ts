/**
 * `flow-router router`
 *
 * @module
 */
import { resolve } from "node:path";
import { curveSvg } from "../../router/eval/curve_svg.ts";
import type { Estimate, Measures, ModelPair } from "../../router/eval/measure.ts";
import { type OutcomeRow, parseOutcomes } from "../../router/eval/outcomes_file.ts";
import { type BenchReport, choosePair, evaluate } from "../../router/eval/report.ts";
import { SCORERS } from "../../router/eval/scorers.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import type { RegisterCommand } from "../program.ts";
import type { Column } from "../table.ts";
import { examples, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
  readonly strong?: string;
  readonly weak?: string;
  readonly svg?: string;
}

/**
 * Judges the ways of scoring on recorded outcomes. With `--json`: `{ schema, strong, weak, benches:
 * [{ bench, prompts, strong, weak, scorers: [{ name, apgr, cpt50, cpt80, auc, share95, cost95,
 * cost_all_strong }] }] }`; `apgr`, `cpt50` and `cpt80` are `{ value, low, high }`.
 */
export const registerRouter: RegisterCommand = (program, context) => {
  const router = program.command("router").description("how well the router chooses");
  examples(
    router,
    ["flow-router router eval outcomes.jsonl", "judge every way of scoring on known outcomes"],
  );
  const command = withJson(router.command("eval <file>"))
    .description("judge every way of scoring prompts on recorded outcomes (JSON lines)")
    .option("--strong <model>", "the model that does better; the best one when missing")
    .option("--weak <model>", "the cheaper one; the cheapest, or the worst, when missing")
    .option("--svg <file>", "write the cost-quality curve as a picture")
    .action((file: string, options: Options) => evaluateFile(context, file, options));
  examples(
    command,
    ["flow-router router eval outcomes.jsonl", "the best model beside the cheapest"],
    [
      "flow-router router eval outcomes.jsonl --strong gpt-4o --weak gpt-4o-mini --svg curve.svg",
      "two of them, with a picture",
    ],
  );
};

async function evaluateFile(context: CliContext, file: string, options: Options): Promise<void> {
  const rows = parseOutcomes(await readInput(resolve(context.cwd, file)));
  const pair = pairOf(rows, options);
  const reports = evaluate(rows, pair, SCORERS);
  if (options.svg !== undefined) {
    const title = `${pair.strong} over ${pair.weak}, ${reports[0]!.prompts} prompts`;
    await Deno.writeTextFile(resolve(context.cwd, options.svg), curveSvg(reports[0]!, title));
    context.output.note(`Wrote ${options.svg}.`);
  }
  if (options.json) return context.output.json({ ...pair, benches: reports.map(benchJson) });
  context.output.note(
    `${pair.strong} (strong) over ${pair.weak} (weak). APGR: 0.5 is chance; higher is better.`,
  );
  context.output.table(COLUMNS, reports.flatMap(tableRows));
}

function pairOf(rows: readonly OutcomeRow[], { strong, weak }: Options): ModelPair {
  if (strong !== undefined && weak !== undefined) return { strong, weak };
  const chosen = choosePair(rows);
  const pair = { strong: strong ?? chosen.strong, weak: weak ?? chosen.weak };
  if (pair.strong !== pair.weak) return pair;
  throw new CliError(EXIT.usage, "Name both models: --strong and --weak.");
}

async function readInput(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new CliError(EXIT.usage, `There is no file ${path}.`);
  }
}

interface TableRow {
  readonly report: BenchReport;
  readonly name: string;
  readonly measures: Measures;
}

function tableRows(report: BenchReport): readonly TableRow[] {
  return report.scorers.map((scorer) => ({ report, ...scorer }));
}

const interval = ({ value, low, high }: Estimate): string =>
  `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

const COLUMNS: readonly Column<TableRow>[] = [
  { heading: "BENCH", cell: ({ report }) => report.bench },
  { heading: "PROMPTS", cell: ({ report }) => String(report.prompts), align: "right" },
  { heading: "SCORER", cell: ({ name }) => name },
  { heading: "APGR", cell: ({ measures }) => interval(measures.apgr) },
  { heading: "CPT(50)", cell: ({ measures }) => percent(measures.cpt50.value), align: "right" },
  { heading: "CPT(80)", cell: ({ measures }) => percent(measures.cpt80.value), align: "right" },
  {
    heading: "AUC",
    cell: ({ measures: { auc } }) => Number.isNaN(auc) ? "–" : auc.toFixed(3),
    align: "right",
  },
  {
    heading: "STRONG FOR 95 %",
    cell: ({ measures: { equalQuality } }) => percent(equalQuality.share),
    align: "right",
  },
  {
    heading: "COST",
    cell: ({ measures: { equalQuality: { cost, allStrongCost } } }) =>
      cost === null || allStrongCost === null ? "–" : percent(cost / allStrongCost),
    align: "right",
  },
];

function benchJson({ bench, prompts, strong, weak, scorers }: BenchReport) {
  return {
    bench,
    prompts,
    strong,
    weak,
    scorers: scorers.map(({ name, measures: { apgr, cpt50, cpt80, auc, equalQuality } }) => ({
      name,
      apgr,
      cpt50,
      cpt80,
      auc: Number.isNaN(auc) ? null : auc,
      share95: equalQuality.share,
      cost95: equalQuality.cost,
      cost_all_strong: equalQuality.allStrongCost,
    })),
  };
}
