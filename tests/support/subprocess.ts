/** Programs of tests that run in a process of their own, to be killed. */

/** A running program that has said that it is ready. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  /** Lines that it has written since it was ready. */
  readonly lines: readonly string[];
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
  return { pid: child.pid, lines, kill, [Symbol.asyncDispose]: kill };
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
