/** What commands are given, over a fake terminal. */
import { type CliContext, createContext } from "../../lib/cli/context.ts";
import { Output } from "../../lib/cli/output.ts";
import { Prompt } from "../../lib/cli/prompt.ts";
import { type FakeTerminal, fakeTerminal } from "./fake_terminal.ts";
import { spawnStoreWorker } from "./test_store.ts";

/** A context with what was shown on its terminal. */
export interface FakeContext extends CliContext {
  readonly shown: FakeTerminal["shown"];
}

/**
 * @param typed what a person types; without it there is no terminal
 */
export function fakeContext(
  { env = {}, cwd = "/nonexistent", typed }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly typed?: readonly string[];
  } = {},
): FakeContext {
  const terminal = fakeTerminal({
    ...(typed === undefined
      ? {}
      : { typed: typed.map((line) => `${line}\r`), stdinIsTerminal: true, stderrIsTerminal: true }),
    noColor: true,
  });
  const output = new Output(terminal, () => ({ quiet: false, verbose: false, color: false }));
  const world = {
    env: (name: string) => env[name],
    cwd,
    build: { version: "1.2.3", deno: "2.9.6", target: "test", build: "source" as const },
    spawnWorker: spawnStoreWorker,
  };
  const context = createContext(world, output, new Prompt(terminal), () => undefined);
  return { ...context, shown: terminal.shown };
}
