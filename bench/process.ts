/**
 * Child processes of a bench run: started, watched through `/proc`, and always ended.
 *
 * @module
 */

/** What to start. */
export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard output and error go here. */
  readonly logFile: string;
  /** Polled until it answers with any status. */
  readonly readyUrl: string;
  readonly readyWithinMs: number;
}

/** A running child. */
export interface RunningProcess {
  readonly pid: number;
  /** Throws with the end of its output when the child has ended by itself. */
  mustRun(): Promise<void>;
  /** SIGTERM, and SIGKILL after ten seconds. */
  stop(): Promise<void>;
}

const POLL_MS = 100;
const STOP_MS = 10_000;
/** Linux counts CPU time in hundredths of a second (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** A port that was free a moment ago. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Starts a child and waits until it answers. Throws with the end of its output when it does not. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const child = new Deno.Command("sh", {
    // The shell only joins both streams into one file, then becomes the child.
    args: ["-c", 'exec "$0" "$@" >"$BENCH_LOG" 2>&1', options.command, ...options.args],
    env: { ...options.env, BENCH_LOG: options.logFile },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let exited = false;
  const status = child.status.finally(() => exited = true);
  const stop = async (): Promise<void> => {
    if (exited) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await status;
    clearTimeout(timer);
  };
  const tail = async (): Promise<string> => (await Deno.readTextFile(options.logFile)).slice(-2000);
  const mustRun = async (): Promise<void> => {
    if (!exited) return;
    const { code, signal } = await status;
    throw new Error(
      `${options.command} ended by itself (code ${code}, signal ${signal}).\n${await tail()}`,
    );
  };
  const deadline = performance.now() + options.readyWithinMs;
  while (!(await answers(options.readyUrl))) {
    if (!exited && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      continue;
    }
    const what = exited ? "ended" : `gave no answer within ${options.readyWithinMs} ms`;
    await stop();
    throw new Error(
      `Cannot start ${options.command} ${options.args[0]}: it ${what}.\n${await tail()}`,
    );
  }
  return { pid: child.pid, mustRun, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    // Not listening yet; any other failure shows when the deadline has passed.
    return false;
  }
}

/** Resident memory in MB (10⁶ bytes); null where there is no `/proc`. */
export async function residentMb(pid: number): Promise<number | null> {
  const text = await readProc(`/proc/${pid}/status`);
  const kib = text?.match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  return kib === undefined ? null : Number(kib) * 1024 / 1e6;
}

/** CPU time so far of all threads, user and system, seconds; null where there is no `/proc`. */
export async function cpuSeconds(pid: number): Promise<number | null> {
  const text = await readProc(`/proc/${pid}/stat`);
  // The second field is the name in parentheses and may hold spaces; utime and stime are 14 and 15.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields === undefined ? null : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Open file descriptors, sockets included; null where there is no `/proc`. */
export async function openFiles(pid: number): Promise<number | null> {
  try {
    let count = 0;
    for await (const _ of Deno.readDir(`/proc/${pid}/fd`)) count++;
    return count;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return null;
    throw thrown;
  }
}

async function readProc(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return null;
    throw thrown;
  }
}

/** Runs a command to its end and gives its standard output; throws with its error output. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly stdin?: string;
  } = {},
): Promise<string> {
  const child = new Deno.Command(command, {
    args: [...args],
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (options.stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(options.stdin));
    await writer.close();
  }
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (!success) {
    const why = decoder.decode(stderr).slice(-1000) || decoder.decode(stdout).slice(-1000);
    throw new Error(`${command} ${args.slice(0, 4).join(" ")} failed: ${why}`);
  }
  return decoder.decode(stdout);
}
