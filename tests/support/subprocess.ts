/** Programs of tests that run in a process of their own, to be killed. */

/** A running program that has said that it is ready. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  /** Lines that it has written since it was ready. */
  readonly lines: readonly string[];
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>;
  /** Ends it as the operating system would, with nothing left to say; waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts `tests/support/programs/<name>` and waits for its line `ready`.
 * It is killed when the scope that holds it ends.
 */
export async function runUntilReady(name: string, args: string[]): Promise<RunningProgram> {
  const program = new URL(`./programs/${name}`, import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", program, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  const reading = readLines(child.stdout, (line) => {
    if (line === "ready") ready.resolve();
    else lines.push(line);
  });
  const ended = child.status.then(({ code }) => {
    ready.reject(new Error(`${name} ended with code ${code} before it was ready`));
  });
  await ready.promise;
  const kill = async () => {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
    await Promise.all([ended, reading]);
  };
  const all = Promise.all([ended, reading]).then(() => {});
  return { pid: child.pid, lines, ended: all, kill, [Symbol.asyncDispose]: kill };
}

/** A user without rights: `nobody` on every Unix. */
const NOBODY = 65534;
const isRoot = Deno.build.os !== "windows" && Deno.uid() === 0;

/**
 * Runs `tests/support/programs/<name>`, which must need no package, to its end and gives what it
 * said. Never runs with the rights of root, which no file permission stops.
 */
export async function runToEnd(name: string, args: string[]): Promise<string> {
  const program = new URL(`./programs/${name}`, import.meta.url).pathname;
  const cache = await Deno.makeTempDir({ prefix: "flow_llm_router_" });
  Deno.chmodSync(cache, 0o777);
  try {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--no-config", "--no-lock", "-A", program, ...args],
      env: { DENO_DIR: cache },
      stdin: "null",
      stderr: "inherit",
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    }).output();
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

/** Whether `runToEnd` can give up the rights of root here: every folder on the way lets all pass. */
export function othersCanRun(executable: string): boolean {
  if (!isRoot) return true;
  const here = new URL(".", import.meta.url).pathname;
  return [Deno.realPathSync(executable), here].every((path) =>
    path.split("/").slice(0, -1).every((_, index, parts) =>
      ((Deno.statSync(parts.slice(0, index + 1).join("/") || "/").mode ?? 0) & 0o001) !== 0
    )
  );
}

async function readLines(
  stream: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) onLine(line);
  }
}
