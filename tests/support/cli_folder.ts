/** A folder in which command lines are run in memory, on a real database. */
import { COMMANDS } from "../../lib/cli/commands.ts";
import { OutputClosed } from "../../lib/cli/exit.ts";
import { runCli } from "../../lib/cli/program.ts";
import type { Store } from "../../lib/store/store.ts";
import { fakeTerminal, type FakeTerminalOptions } from "./fake_terminal.ts";
import { tempDir } from "./temp.ts";
import { openTestStore, spawnStoreWorker } from "./test_store.ts";

/** The master password of these folders. */
export const MASTER_PASSWORD = "correct horse battery staple";

/** How one command line is run. */
export interface CliRun {
  /** Default: the master password. */
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: FakeTerminalOptions;
  /** Standard input of a pipe. */
  readonly input?: string;
  /** What a person types; then all streams are terminals. */
  readonly typed?: readonly string[];
  /** Told after each write to stdout; false: its reader is gone from now on. */
  readonly onStdout?: (text: string) => boolean;
}

/** What a command line did. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliFolder extends AsyncDisposable {
  readonly path: string;
  file(name: string): string;
  run(args: readonly string[], how?: CliRun): Promise<CliResult>;
  /** Runs with `--json` and gives the document. */
  json(args: readonly string[], how?: CliRun): Promise<Record<string, unknown>>;
  /** Adds a key for a provider at this address, `lab` by default. */
  addKey(baseUrl: string, ...more: readonly string[]): Promise<CliResult>;
  /** Opens the database as another process would. */
  withStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result>;
}

/** Makes one; removed when the scope that holds it ends. `server.port` is 0 unless given. */
export async function cliFolder(config: Record<string, unknown> = {}): Promise<CliFolder> {
  const folder = await tempDir();
  // JSON is YAML.
  const tree = { server: { port: 0 }, ...config };
  await Deno.writeTextFile(folder.file("flow_llm_router.yaml"), JSON.stringify(tree));

  const run: CliFolder["run"] = async (args, how = {}) => {
    const env = how.env ?? { FLOWGATE_MASTER_PASSWORD: MASTER_PASSWORD };
    const terminal = fakeTerminal({
      ...(how.input === undefined ? {} : { typed: [how.input] }),
      ...(how.typed === undefined ? {} : {
        typed: how.typed.map((line) => `${line}\r`),
        stdinIsTerminal: true,
        stdoutIsTerminal: true,
        stderrIsTerminal: true,
        noColor: true,
      }),
      ...how.terminal,
    });
    const { onStdout } = how;
    let isOpen = true;
    const stdout = {
      isTerminal: terminal.stdout.isTerminal,
      write(text: string) {
        if (!isOpen) throw new OutputClosed();
        terminal.stdout.write(text);
        isOpen = onStdout?.(text) ?? true;
      },
    };
    const code = await runCli(args, { ...terminal, stdout }, {
      env: (name) => env[name],
      cwd: folder.path,
      build: { version: "1.2.3", deno: "2.9.6", target: "test", build: "source" },
      spawnWorker: spawnStoreWorker,
    }, COMMANDS);
    return { code, ...terminal.shown };
  };
  return {
    ...folder,
    run,
    json: async (args, how) => {
      const { code, stdout, stderr } = await run([...args, "--json"], how);
      if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    addKey: (baseUrl, ...more) =>
      run(["add-key", "--provider", "lab", "--base-url", baseUrl, "--key-stdin", ...more], {
        input: "sk-lab-0123456789wxyz\n",
      }),
    withStore: async (work) => {
      await using store = await openTestStore(folder.file("data.db"));
      return await work(store);
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
