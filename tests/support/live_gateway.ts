/**
 * The real gateway as a process of its own, for tests that cut, kill and attack it.
 *
 * ```ts
 * await using simulator = await startSimulator();
 * await using gateway = await startLiveGateway({ providers: { sim: simulator.baseUrl } });
 * await rawRequest(`${gateway.url}/v1/chat/completions`, { body });
 * ```
 *
 * @module
 */
import {
  type ConfigTree,
  type GatewayFolder,
  type GatewaySetup,
  prepareGatewayFolder,
} from "./gateway_folder.ts";
import { readStoredRows, type StoredRow } from "./stored_rows.ts";
import { waitUntil } from "./wait_until.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
/** A start on a busy machine with a cold cache. */
const READY_MS = 30_000;

/** What a gateway said and how it ended, when it ended by itself. */
export interface FailedStart {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A gateway that answers. Disposing kills it; its folder goes too when it was made for it. */
export interface LiveGateway extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly folder: GatewayFolder;
  /** Everything that it has written to stdout and stderr. */
  said(): string;
  signal(name: Deno.Signal): void;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | Deno.Signal>;
  /** A number of `/metrics`. */
  metric(name: string): Promise<number>;
  /** Resolves when no request is under way and no row waits to be written. */
  quiet(): Promise<void>;
  /** All rows of the log, oldest first. */
  rows(): StoredRow[];
  /** The row of a request, waiting until it is written. */
  row(id: string | null): Promise<StoredRow>;
  /** Writes a new configuration and waits until it is in effect. */
  reconfigure(config: ConfigTree): Promise<void>;
}

/** How to start a gateway in a folder. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a free port. */
  readonly args?: readonly string[];
  /** Goes in front of the command, e.g. a shell that sets a limit. */
  readonly launcher?: readonly string[];
}

/** Prepares a folder and starts a gateway in it. */
export async function startLiveGateway(
  setup: GatewaySetup & StartOptions = {},
): Promise<LiveGateway> {
  const folder = await prepareGatewayFolder(setup);
  try {
    const gateway = await startIn(folder, setup);
    return {
      ...gateway,
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await folder[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Starts a gateway in a folder, which stays when the gateway is disposed of. */
export async function startIn(
  folder: GatewayFolder,
  options: StartOptions = {},
): Promise<LiveGateway> {
  const child = spawn(folder, options);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const said = (): string => stdout.text() + stderr.text();
  let isOver = false;
  const ended = child.status.then(({ code, signal }) => {
    isOver = true;
    return signal ?? code;
  });
  const signal = (name: Deno.Signal): void => {
    if (!isOver) child.kill(name);
  };
  const end = async (): Promise<void> => {
    signal("SIGKILL");
    await ended;
    await Promise.all([stdout.ended, stderr.ended]);
  };

  const baseUrl = (): string | undefined => /http:\/\/\S+:\d+(?=\/v1\b)/.exec(said())?.[0];
  await waitUntil("the gateway says where it listens", () => isOver || baseUrl(), READY_MS);
  const url = baseUrl();
  if (url === undefined) {
    await end();
    throw new Error(`The gateway ended with ${await ended}:\n${said()}`);
  }

  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const line = text.split("\n").find((line) => line.startsWith(`${name} `));
    if (line === undefined) throw new Error(`/metrics has no ${name}`);
    return Number(line.slice(name.length + 1));
  };
  const rows = (): StoredRow[] => readStoredRows(folder.database);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid,
    folder,
    said,
    signal,
    ended,
    metric,
    rows,
    quiet: () =>
      waitUntil(
        "no request is under way",
        async () =>
          await metric("flow_router_in_flight") === 0 &&
          await metric("flow_router_recorder_pending_rows") === 0,
      ),
    async row(id) {
      if (id === null) throw new Error("The answer has no x-request-id.");
      let found: StoredRow | undefined;
      await waitUntil(`the row ${id} is written`, () => {
        found = rows().find((row) => row.id === id);
        return found;
      });
      return found!;
    },
    async reconfigure(config) {
      await folder.configure(config);
      const before = said().length;
      signal("SIGHUP");
      await waitUntil("the configuration is in effect", () => {
        const news = said().slice(before);
        if (news.includes("was not changed")) throw new Error(news);
        return news.includes("The configuration was read again");
      });
    },
    [Symbol.asyncDispose]: end,
  };
}

/** Starts a gateway that is expected to refuse, and waits for its end. */
export async function startInVain(
  folder: GatewayFolder,
  options: StartOptions = {},
): Promise<FailedStart> {
  const child = spawn(folder, options);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const timer = setTimeout(() => child.kill("SIGKILL"), READY_MS);
  const { code } = await child.status;
  clearTimeout(timer);
  await Promise.all([stdout.ended, stderr.ended]);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/**
 * Runs a command of flow-router in a folder, as its user would in a second terminal.
 * @returns what it wrote to stdout
 * @throws Error with all it said when its exit code is not 0
 */
export async function runCommand(
  folder: GatewayFolder,
  args: readonly string[],
  input = "",
): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, ...args],
    cwd: folder.path,
    env: { ...folder.env, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const [data, talk] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0) throw new Error(`\`${args.join(" ")}\` ended with ${code}:\n${data}${talk}`);
  return data ?? "";
}

function spawn(folder: GatewayFolder, options: StartOptions): Deno.ChildProcess {
  const command = [...(options.launcher ?? []), Deno.execPath(), "run", "-A", MAIN, "start"];
  const [program = "", ...args] = [...command, ...(options.args ?? ["--port", "0"])];
  return new Deno.Command(program, {
    args,
    cwd: folder.path,
    env: { ...folder.env, NO_COLOR: "1", FLOWGATE_LOGGING__FORMAT: "text", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function collect(stream: ReadableStream<Uint8Array>): { text(): string; ended: Promise<void> } {
  let text = "";
  const ended = stream.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({ write: (chunk) => void (text += chunk) }),
  );
  return { text: () => text, ended };
}
