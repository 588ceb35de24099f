/** This gateway with everything on. @module */
import { DatabaseSync } from "node:sqlite";
import { freePort, runCommand, startProcess } from "../process.ts";
import type { Ledger, RunningTarget, Target, TargetSetting } from "./target.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const MAIN = `${ROOT}main.ts`;
const PROVIDER = "sim";

/** What can be different from a plain start. */
export interface FlowOptions {
  /** Provider keys. */
  readonly keys?: readonly string[];
  /** Further sections of the configuration file. */
  readonly config?: string;
}

const config = (upstream: string, database: string, more: string): string =>
  `${more}
database:
  path: ${database}
logging:
  level: WARNING
  log_prompts: true
  log_responses: true
security:
  caller_tokens: required
providers:
  ${PROVIDER}:
    base_url: ${upstream}/v1
`;

export const flow: Target = {
  name: "flow",
  optional: false,
  about:
    "this gateway, everything on: caller token, encrypted provider key, bodies and cost logged",
  start: (setting) => startFlow(setting),
};

/** Where a started gateway keeps its log. */
export const databaseIn = (folder: string): string => `${folder}/flow.db`;

/** Starts this gateway in a folder of its own. */
export async function startFlow(
  { upstream, folder }: TargetSetting,
  { keys = ["sk-sim-bench-0123456789abcdef"], config: more = "" }: FlowOptions = {},
): Promise<RunningTarget> {
  const port = freePort();
  const database = databaseIn(folder);
  const file = `${folder}/flow_llm_router.yaml`;
  await Deno.writeTextFile(file, config(upstream, database, more));
  const env = {
    FLOWGATE_CONFIG: file,
    FLOWGATE_MASTER_PASSWORD: "bench master password",
    FLOWGATE_SERVER__PORT: String(port),
  };
  const cli = (args: readonly string[], stdin?: string): Promise<string> =>
    runCommand(Deno.execPath(), ["run", "-A", MAIN, ...args], {
      env,
      cwd: folder,
      ...(stdin === undefined ? {} : { stdin }),
    });
  for (const [at, key] of keys.entries()) {
    const label = at === 0 ? "bench" : `bench-${at + 1}`;
    await cli(["add-key", "--provider", PROVIDER, "--label", label, "--key-stdin"], `${key}\n`);
  }
  const token = tokenOf(await cli(["tokens", "create", "bench", "--json"]));
  const child = await startProcess({
    command: Deno.execPath(),
    args: [...await startFlags(), MAIN, "start"],
    env,
    cwd: folder,
    logFile: `${folder}/flow.log`,
    readyUrl: `http://127.0.0.1:${port}/health`,
    readyWithinMs: 30_000,
  });
  return {
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    headers: { authorization: `Bearer ${token}` },
    pid: child.pid,
    model: (scenario) => `${PROVIDER}/${scenario}`,
    ledger: () => readLedger(database),
    mustRun: child.mustRun,
    stop: child.stop,
  };
}

/** Everything before `main.ts` in `deno task start`: the same permissions and engine settings. */
async function startFlags(): Promise<readonly string[]> {
  const config: { readonly tasks: { readonly start: { readonly command: string } } } = JSON.parse(
    await Deno.readTextFile(`${ROOT}deno.json`),
  );
  const words: readonly string[] = config.tasks.start.command.match(/(?:[^\s']|'[^']*')+/g) ?? [];
  const main = words.indexOf("main.ts");
  if (words[0] !== "deno" || main < 0) throw new Error("tasks.start is not deno … main.ts …");
  // Elsewhere the working directory holds the program, which its worker threads read again.
  return words.slice(1, main).map((word) => word.replaceAll("'", ""))
    .map((word) => word === "--allow-read=." ? `--allow-read=.,${ROOT}` : word);
}

/** The plain token in what `tokens create --json` prints. */
function tokenOf(json: string): string {
  const token = /"(fgt_[A-Za-z0-9_-]+)"/.exec(json)?.[1];
  if (token === undefined) throw new Error("tokens create --json printed no token");
  return token;
}

/** Rows may wait before they are written: asks until no new one has come for a while. */
async function readLedger(database: string): Promise<Ledger> {
  let before = -1;
  while (true) {
    const ledger = sums(database);
    if (ledger.rows === before) return ledger;
    before = ledger.rows;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
}

const SETTLE_MS = 1000;

function sums(database: string): Ledger {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    const row = db.prepare(
      `SELECT count(*) AS rows, total(prompt_tokens) AS prompt, total(completion_tokens) AS completion
       FROM request_logs WHERE outcome = 'complete' AND http_status = 200`,
    ).get();
    return {
      rows: Number(row?.["rows"]),
      promptTokens: Number(row?.["prompt"]),
      completionTokens: Number(row?.["completion"]),
    };
  } finally {
    db.close();
  }
}
