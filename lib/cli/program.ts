/**
 * The command line: parses, runs one command, and turns its end into an exit code.
 *
 * @module
 */
import { Command, CommanderError } from "commander";
import { redact } from "../domain/redact.ts";
import { FlowError } from "../domain/errors.ts";
import { type CliContext, type CliWorld, createContext } from "./context.ts";
import { CliError, EXIT, type ExitCode, exitCodeOf, OutputClosed } from "./exit.ts";
import { Output } from "./output.ts";
import { Prompt } from "./prompt.ts";
import type { Terminal } from "./terminal.ts";

/** Adds a command to the program. */
export type RegisterCommand = (program: Command, context: CliContext) => void;

/** Options that every command takes, before or behind its name. */
interface GlobalOptions {
  readonly config?: string;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
}

const EXIT_HELP = `
Exit codes: 0 done · 1 failed · 2 wrong usage, or a question without a terminal · 3 configuration
not valid · 4 locked or not allowed · 5 gateway not reachable · 6 port or database in use
· 7 doctor found what does not work · 130 interrupted`;

/**
 * Runs one command line and tells how the process should end. Everything that goes wrong ends here,
 * as one message on stderr.
 */
export async function runCli(
  args: readonly string[],
  terminal: Terminal,
  world: CliWorld,
  commands: readonly RegisterCommand[],
): Promise<ExitCode> {
  const program = new Command("flow-router");
  const globals = (): GlobalOptions => program.opts<GlobalOptions>();
  const output = new Output(terminal, () => ({
    quiet: globals().quiet ?? false,
    verbose: globals().verbose ?? false,
    color: globals().color,
  }));
  configure(program, terminal, output, world.build.version);
  const context = createContext(world, output, new Prompt(terminal), () => globals().config);
  for (const register of commands) register(program, context);

  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT.ok;
  } catch (error) {
    // Commander has told what is wrong with the usage, or has shown the help it was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return report(error, output);
  }
}

function configure(program: Command, terminal: Terminal, output: Output, version: string): void {
  program
    .description("A local gateway for language models: one endpoint, your keys, a complete log.")
    .version(version, "-V, --version", "show the version")
    .option("--config <file>", "configuration file, instead of flow_llm_router.yaml")
    .option("-q, --quiet", "only data, warnings and errors")
    .option("-v, --verbose", "more about what happens")
    .option("--no-color", "no colour, as with NO_COLOR")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", EXIT_HELP)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("Try --help.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      // It quotes what was typed, and somebody may have typed a key.
      outputError: (text) => output.error(redact(text.replace(/^error: /, "").trimEnd())),
      getOutHelpWidth: () => terminal.columns(),
      getErrHelpWidth: () => terminal.columns(),
      // Commander's own answers would read environment variables that we may not read.
      getOutHasColors: () => output.hasColor("stdout"),
      getErrHasColors: () => output.hasColor("stderr"),
    });
}

/** One message on stderr for whatever a command threw; the exit code for it. */
function report(thrown: unknown, output: Output): ExitCode {
  const exitCode = exitCodeOf(thrown);
  if (thrown instanceof OutputClosed) return exitCode;
  const expected = thrown instanceof FlowError || thrown instanceof CliError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  try {
    output.error(redact(expected ? message : `unexpected: ${message}`));
    if (!expected && thrown instanceof Error) output.detail(redact(thrown.stack ?? ""));
    return exitCode;
  } catch (error) {
    if (error instanceof OutputClosed) return exitCode;
    throw error;
  }
}
