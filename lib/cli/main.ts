/**
 * The command line with the real world behind it.
 *
 * @module
 */
import { readProcessEnv } from "../config/environment.ts";
import { buildInfo } from "./build_info.ts";
import { COMMANDS } from "./commands.ts";
import type { ExitCode } from "./exit.ts";
import { runCli } from "./program.ts";
import { processTerminal } from "./terminal.ts";

/** Runs one command line; resolves with the exit code of the process. */
export function runMain(args: readonly string[], spawnWorker: () => Worker): Promise<ExitCode> {
  const world = { env: readProcessEnv, cwd: Deno.cwd(), build: buildInfo(), spawnWorker };
  return runCli(args, processTerminal(), world, COMMANDS);
}
