/**
 * A gateway as its users start it: a process in a folder.
 *
 * @module
 */

/** Password of vaults that live for one test. */
const PASSWORD = "correct horse battery staple";
const READY_MS = 30_000;
/** No command that ends by itself takes this long. */
const COMMAND_MS = 60_000;

/** A gateway that answers. Disposing stops it and throws when it did not end well. */
export interface Gateway extends AsyncDisposable {
  readonly url: string;
  /** What an SDK is configured with. */
  readonly baseUrl: string;
  /** What it has written to stdout and stderr so far. */
  said(): string;
}

function spawn(
  command: readonly string[],
  args: readonly string[],
  cwd: string,
): Deno.ChildProcess {
  const [program = "", ...leading] = command;
  return new Deno.Command(program, {
    args: [...leading, ...args],
    cwd,
    env: { FLOWGATE_MASTER_PASSWORD: PASSWORD, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Collects what a stream says; `said()` is all of it so far. */
function listen(stream: ReadableStream<Uint8Array>): { said(): string; ended: Promise<void> } {
  let text = "";
  const ended = stream.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write(chunk) {
        text += chunk;
      },
    }),
  );
  return { said: () => text, ended };
}

/**
 * Runs a command to its end.
 *
 * @returns what it wrote to stdout
 * @throws Error with all it said when its exit code is not 0
 */
export async function runToEnd(
  command: readonly string[],
  args: readonly string[],
  cwd: string,
  input = "",
): Promise<string> {
  const child = spawn(command, args, cwd);
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const deadline = setTimeout(() => child.kill("SIGKILL"), COMMAND_MS);
  const { code, signal, stdout, stderr } = await child.output();
  clearTimeout(deadline);
  const said = new TextDecoder().decode(stdout);
  if (code !== 0) {
    const complaint = new TextDecoder().decode(stderr);
    const end = signal ?? `code ${code}`;
    throw new Error(`\`${args.join(" ")}\` ended with ${end}:\n${said}${complaint}`);
  }
  return said;
}

/** Starts a gateway on a free port and waits until it has said where it listens. */
export async function startGateway(command: readonly string[], cwd: string): Promise<Gateway> {
  const child = spawn(command, ["start", "--port", "0"], cwd);
  await child.stdin.close();
  const outputs = [listen(child.stdout), listen(child.stderr)];
  const said = (): string => outputs.map((output) => output.said()).join("");
  let over = false;
  const status = child.status.finally(() => over = true);

  const stop = async (): Promise<Deno.CommandStatus> => {
    if (!over) child.kill(Deno.build.os === "windows" ? "SIGKILL" : "SIGTERM");
    const ended = await status;
    await Promise.all(outputs.map((output) => output.ended));
    return ended;
  };

  const deadline = Date.now() + READY_MS;
  let baseUrl: string | undefined;
  while ((baseUrl = /https?:\/\/[^\s/]+:\d+\/v1\b/.exec(said())?.[0]) === undefined) {
    if (over || Date.now() > deadline) {
      const { code } = await stop();
      throw new Error(`The gateway did not say where it listens (exit code ${code}):\n${said()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  return {
    url: new URL(baseUrl).origin,
    baseUrl,
    said,
    async [Symbol.asyncDispose]() {
      const { code } = await stop();
      if (code !== 0 && Deno.build.os !== "windows") {
        throw new Error(`The gateway ended with ${code}:\n${said()}`);
      }
    },
  };
}
