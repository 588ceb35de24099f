/**
 * The provider simulator as a process of its own.
 *
 * @module
 */
import { freePort, type RunningProcess, startProcess } from "./process.ts";

const MAIN = new URL("./simulator/main.ts", import.meta.url).pathname;

/** A running simulator. */
export interface StartedSimulator extends RunningProcess {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

/** Starts it; its output goes into the folder, and it keeps no record of the requests it saw. */
export async function startSimulator(
  folder: string,
  flags: readonly string[] = [],
): Promise<StartedSimulator> {
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await startProcess({
    command: Deno.execPath(),
    args: ["run", "-A", MAIN, "--port", String(port), ...flags, "--keep", "0"],
    logFile: `${folder}/simulator.log`,
    readyUrl: `${url}/v1/models`,
    readyWithinMs: 30_000,
  });
  return { ...child, url };
}

/** Without the checks and faults that a load run does not need. */
export const FAST = ["--transport", "fast"] as const;
