/**
 * Runs coding agents, as they come from npm, through the gateway against every shape of provider, and
 * judges what happened: `deno task agents [NAME…] [--upstream SHAPE] [--keep FOLDER]`.
 *
 * @module
 */
import { Command } from "commander";
import type { Agent, ChatFormat } from "./agent.ts";
import { AGENTS } from "./all_agents.ts";
import { faultsOf } from "./examine.ts";
import { install, Unavailable } from "./install.ts";
import { run } from "./run.ts";

interface Options {
  readonly upstream?: string;
  readonly keep?: string;
}

const program = new Command("agents")
  .description(
    "Run coding agents through the gateway: " + AGENTS.map(({ name }) => name).join(", "),
  )
  .argument("[names...]", "only these")
  .option("--upstream <shape>", "only against providers of this shape")
  .option("--keep <folder>", "write what passed in each run there, as JSON")
  .action(runAll);

async function runAll(names: readonly string[], options: Options): Promise<void> {
  const unknown = names.filter((name) => !AGENTS.some((agent) => agent.name === name));
  if (unknown.length > 0) program.error(`There is no agent called ${unknown.join(" or ")}.`);
  const chosen = AGENTS.filter(({ name }) => names.length === 0 || names.includes(name));
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const agent of chosen) {
    const program = await installed(agent);
    const shapes = agent.upstreams.filter((shape) =>
      options.upstream === undefined || shape === options.upstream
    );
    if (program === null) totals.skipped += shapes.length;
    else {
      for (const shape of shapes) {
        totals[await runOne(agent, shape, program, options) ? "passed" : "failed"]++;
      }
    }
  }
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  if (totals.failed > 0 || totals.passed === 0) Deno.exit(1);
}

async function installed(agent: Agent): Promise<string | null> {
  try {
    return await install(agent);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`skipped  ${agent.title}: ${error.message}`);
    return null;
  }
}

async function runOne(
  agent: Agent,
  shape: ChatFormat,
  program: string,
  { keep }: Options,
): Promise<boolean> {
  const done = await run(agent, shape, program);
  const faults = faultsOf(done);
  const verdict = faults.length === 0 ? "ok    " : "FAILED";
  const seconds = (done.tookMs / 1000).toFixed(1);
  console.log(`${verdict}  ${agent.title} → ${shape}  ${seconds} s`);
  for (const fault of faults) console.log(`        ${fault}`);
  if (keep !== undefined) {
    await Deno.mkdir(keep, { recursive: true });
    await Deno.writeTextFile(`${keep}/${agent.name}-${shape}.json`, JSON.stringify(done, null, 2));
  }
  return faults.length === 0;
}

await program.parseAsync(Deno.args, { from: "user" });
