/**
 * `deno task bench`: every load against every target, in interleaved rounds, on this machine.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { hasWrk } from "./load/wrk.ts";
import { runCommand } from "./process.ts";
import { readMachine } from "./report/machine.ts";
import { type LedgerCheck, renderMarkdown, type Report } from "./report/markdown.ts";
import { type Driver, measure, type Measured } from "./report/measure.ts";
import type { Rounds } from "./report/summarize.ts";
import { judge } from "./report/yardsticks.ts";
import { type LoadScenario, SCENARIOS } from "./scenarios.ts";
import { FAST, startSimulator } from "./start_simulator.ts";
import { bare } from "./targets/bare.ts";
import { direct } from "./targets/direct.ts";
import { flow } from "./targets/flow.ts";
import { litellm } from "./targets/litellm.ts";
import { portkey } from "./targets/portkey.ts";
import type { RunningTarget, Target } from "./targets/target.ts";

const TARGETS: readonly Target[] = [direct, bare, flow, portkey, litellm];
const README = new URL("./README.md", import.meta.url).pathname;
const MARKS = ["<!-- results -->", "<!-- /results -->"] as const;
const RESULTS = new URL("./results/", import.meta.url).pathname;

const HELP = `Usage: deno task bench [options]
  --quick            four loads, no rivals, two minutes
  --targets A,B      of ${TARGETS.map(({ name }) => name).join(", ")}; direct always runs
  --scenarios A,B    of ${SCENARIOS.map(({ name }) => name).join(", ")}
  --rounds N         default 3 (quick 3)
  --seconds N        for each run; default 4 (quick 2)
  --driver NAME      deno, or wrk for the closed loops
  --out FILE         JSON; default bench/results/<time>.json
  --readme           write the report into bench/README.md`;

interface RunOptions {
  readonly targets: readonly Target[];
  readonly scenarios: readonly LoadScenario[];
  readonly rounds: number;
  readonly seconds: number;
  readonly driver: Driver;
  readonly out: string;
  readonly readme: boolean;
}

function readOptions(args: string[]): RunOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      targets: { type: "string" },
      scenarios: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      driver: { type: "string", default: "deno" },
      out: { type: "string" },
      readme: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const { quick } = values;
  const wanted = (values.targets ?? (quick ? "bare,flow" : "bare,flow,portkey,litellm")).split(",");
  const loads = values.scenarios?.split(",");
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  return {
    targets: TARGETS.filter(({ name }) => name === "direct" || wanted.includes(name)),
    scenarios: SCENARIOS.filter(({ name, quick: inQuick }) =>
      loads === undefined ? !quick || inQuick : loads.includes(name)
    ),
    rounds: Number(values.rounds ?? 3),
    seconds: Number(values.seconds ?? (quick ? 2 : 4)),
    driver: values.driver === "wrk" ? "wrk" : "deno",
    out: values.out ?? `${RESULTS}${stamp}.json`,
    readme: values.readme,
  };
}

/** The whole run. Whatever it started is ended, also when it fails. */
async function run(options: RunOptions): Promise<Report> {
  const machine = await readMachine();
  const startedAt = new Date().toISOString().slice(0, 16) + "Z";
  const folder = await Deno.makeTempDir({ prefix: "flow_bench_" });
  const stops: (() => Promise<void>)[] = [];
  try {
    const simulator = await startSimulator(folder, FAST);
    stops.push(simulator.stop);
    const setting = { upstream: simulator.url, folder };

    const running = new Map<string, RunningTarget>();
    const notRun: Record<string, string> = {};
    for (const target of options.targets) {
      say(`starting ${target.name}`);
      try {
        const started = await target.start(setting);
        stops.push(started.stop);
        running.set(target.name, started);
      } catch (thrown) {
        if (!target.optional) throw thrown;
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        notRun[target.name] = why.replaceAll(/\s+/g, " ").slice(0, 200);
      }
    }

    const sent = new Map<string, LedgerCheck["sent"]>();
    const note = (name: string, measured: Measured): Measured => {
      const before = sent.get(name) ?? { rows: 0, promptTokens: 0, completionTokens: 0 };
      const { answered } = measured.load;
      sent.set(name, {
        rows: before.rows + answered.rows,
        promptTokens: before.promptTokens + answered.promptTokens,
        completionTokens: before.completionTokens + answered.completionTokens,
      });
      return measured;
    };
    const once = async (
      name: string,
      target: RunningTarget,
      scenario: LoadScenario,
      seconds: number,
      driver: Driver = options.driver,
    ): Promise<Measured> =>
      note(
        name,
        await measure(target, scenario, {
          seconds,
          warmup: 32,
          driver,
        }),
      );

    // Runtimes compile what is hot: nobody is measured cold.
    for (const [name, target] of running) {
      say(`warming ${name}`);
      for (const scenario of SCENARIOS.filter(({ quick }) => quick)) {
        await once(name, target, scenario, 1.5, "deno");
      }
    }
    const ceiling = await measureCeiling(running.get("direct"), options.seconds);

    const results: { scenario: LoadScenario; rounds: Rounds }[] = [];
    for (const scenario of options.scenarios) {
      const runs: Record<string, Measured[]> = {};
      for (let round = 0; round < options.rounds; round++) {
        for (const [name, target] of running) {
          say(`${scenario.name}, round ${round + 1}: ${name}`);
          (runs[name] ??= []).push(await once(name, target, scenario, options.seconds));
        }
      }
      results.push({ scenario, rounds: runs });
    }

    const ledgers: LedgerCheck[] = [];
    for (const [target, { ledger }] of running) {
      // wrk leaves its last requests unread, so nothing would add up.
      if (ledger === null || options.driver === "wrk") continue;
      const found = await ledger();
      const expected = sent.get(target) ?? { rows: 0, promptTokens: 0, completionTokens: 0 };
      const equal = found.rows === expected.rows &&
        found.promptTokens === expected.promptTokens &&
        found.completionTokens === expected.completionTokens;
      ledgers.push({ target, sent: expected, found, equal });
    }
    const about = options.targets.filter(({ name }) => running.has(name));
    return {
      startedAt,
      machine,
      driver: options.driver,
      rounds: options.rounds,
      secondsPerRun: options.seconds,
      targets: Object.fromEntries(about.map((target) => [target.name, target.about])),
      notRun,
      scenarios: results,
      ledgers,
      yardsticks: running.has("flow")
        ? judge(new Map(results.map(({ scenario, rounds }) => [scenario.name, rounds])))
        : [],
      ceiling,
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function measureCeiling(
  target: RunningTarget | undefined,
  seconds: number,
): Promise<Report["ceiling"]> {
  const scenario = SCENARIOS.find(({ name }) => name === "plain-16");
  if (target === undefined || scenario === undefined) throw new Error("direct was not started");
  const of = async (driver: Driver): Promise<number> =>
    (await measure(target, scenario, { seconds, warmup: 5000, driver })).load.requestsPerSecond;
  return { deno: await of("deno"), wrk: await hasWrk() ? await of("wrk") : null };
}

/** Puts a report between the two marks of `bench/README.md`. */
async function writeResults(markdown: string): Promise<void> {
  const text = await Deno.readTextFile(README);
  const [before, rest] = text.split(MARKS[0]);
  const after = rest?.split(MARKS[1])[1];
  if (before === undefined || after === undefined) throw new Error(`${README} lost its marks`);
  await Deno.writeTextFile(README, [before, MARKS[0], "\n", markdown, MARKS[1], after].join(""));
  await runCommand(Deno.execPath(), ["fmt", "--quiet", README]);
}

/** Progress goes to standard error, the report alone to standard output. */
function say(text: string): void {
  console.error(text);
}

if (import.meta.main) {
  const options = readOptions(Deno.args);
  if (options === null) {
    console.error(HELP);
    Deno.exit(2);
  }
  const report = await run(options);
  await Deno.mkdir(RESULTS, { recursive: true });
  await Deno.writeTextFile(options.out, JSON.stringify(report, null, 1) + "\n");
  const markdown = renderMarkdown(report);
  console.log(markdown);
  if (options.readme) await writeResults(markdown);
  if (report.ledgers.some(({ equal }) => !equal)) Deno.exit(1);
}
