/**
 * The real program, in a process and a folder of its own, with the permissions of its tasks.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { FOLDER_PERMISSIONS } from "../../tools/permissions.ts";
import { type Gateway, runToEnd, startGateway } from "../../tools/running_gateway.ts";
import { LogRows } from "./log_rows.ts";
import { type TempDir, tempDir } from "./temp.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DATABASE = "data.db";

/** What a test gives a gateway. */
export interface GatewayProcessOptions {
  /** The configuration file, keys as in YAML. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Provider keys for the vault: provider → key. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Names of caller tokens to make. */
  readonly tokens?: readonly string[];
}

/** A gateway that answers. Disposing stops it by SIGTERM. */
export interface GatewayProcess extends Gateway {
  readonly folder: TempDir;
  readonly log: LogRows;
  /** Name → caller token. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Ends the process, keeps its folder, and fails when there is a row that nobody has read. */
  stop(): Promise<void>;
}

/**
 * Program and flags of `deno task start`, for a working directory that is not the clone. The
 * clone's files are read as well there, since the gateway's threads are started from them.
 */
const COMMAND: readonly string[] = [
  Deno.execPath(),
  "run",
  ...FOLDER_PERMISSIONS.map((flag) => flag === "--allow-read=." ? `--allow-read=.,${ROOT}` : flag),
  `${ROOT}main.ts`,
];

/** Starts a gateway on a free port and waits until it answers. */
export async function startGatewayProcess(
  { config, keys = {}, tokens = [] }: GatewayProcessOptions,
): Promise<GatewayProcess> {
  const folder = await tempDir();
  const run = (args: readonly string[], input = "") => runToEnd(COMMAND, args, folder.path, input);
  try {
    // YAML holds JSON.
    await Deno.writeTextFile(folder.file("flow_llm_router.yaml"), JSON.stringify(config));
    for (const [provider, key] of Object.entries(keys)) {
      await run(["add-key", "--provider", provider, "--label", "main", "--key-stdin"], `${key}\n`);
    }
    const made: Record<string, string> = {};
    for (const name of tokens) made[name] = (await run(["tokens", "create", name, "-q"])).trim();
    const gateway = await startGateway(COMMAND, folder.path);
    return running(gateway, folder, made);
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

function running(
  gateway: Gateway,
  folder: TempDir,
  tokens: GatewayProcess["tokens"],
): GatewayProcess {
  const log = new LogRows(folder.file(DATABASE));
  let stopping: Promise<void> | null = null;
  const end = (): Promise<void> => stopping ??= Promise.resolve(gateway[Symbol.asyncDispose]());
  return {
    url: gateway.url,
    baseUrl: gateway.baseUrl,
    said: () => gateway.said(),
    folder,
    log,
    tokens,
    async stop() {
      await end();
      await log.take(0);
    },
    async [Symbol.asyncDispose]() {
      try {
        await end();
      } finally {
        await folder[Symbol.asyncDispose]();
      }
    },
  };
}
