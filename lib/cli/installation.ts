/**
 * The database and the vault behind the commands that work on them. A running gateway notices what
 * they change within a second.
 *
 * @module
 */
import { resolve } from "node:path";
import { AuditLog } from "../admin/audit.ts";
import type { LoadedConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { openStore, type Store } from "../store/store.ts";
import { vaultRecords } from "../store/vault_records.ts";
import { Vault } from "../vault/vault.ts";
import type { CliContext } from "./context.ts";
import { CliError, EXIT } from "./exit.ts";
import { newId, systemClock, systemRandom } from "./world.ts";

/** What commands work on. */
export interface Installation {
  readonly loaded: LoadedConfig;
  readonly config: Config;
  readonly databasePath: string;
  readonly store: Store;
  readonly db: Store["db"];
  /** Loaded, and locked unless there is none. */
  readonly vault: Vault;
  readonly clock: typeof systemClock;
  readonly newId: typeof newId;
  readonly randomBytes: typeof systemRandom;
  readonly configured: Config["providers"];
  readonly audit: AuditLog;
  /** Nothing to do: a running gateway notices by itself. */
  readonly applyChanges: () => Promise<void>;
}

/** Whether a command may make the database, or has nothing to do without one. */
export type WhenMissing = "make" | "refuse";

/** Where the database of a configuration is. */
export function databasePath(config: Config, { cwd }: CliContext): string {
  return resolve(cwd, config.database.path);
}

/** Opens database and vault, does the work and closes them again. */
export async function withInstallation<Result>(
  context: CliContext,
  whenMissing: WhenMissing,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const loaded = context.loadConfig();
  const { config } = loaded;
  const path = databasePath(config, context);
  if (whenMissing === "refuse") await requireDatabase(path);
  const store = await openStore({ path, spawnWorker: context.spawnWorker, clock: systemClock });
  try {
    const vault = new Vault({
      records: vaultRecords(store.db),
      clock: systemClock,
      randomBytes: systemRandom,
    });
    await vault.load();
    return await work({
      loaded,
      config,
      databasePath: path,
      store,
      db: store.db,
      vault,
      clock: systemClock,
      newId,
      randomBytes: systemRandom,
      configured: config.providers,
      audit: new AuditLog({ db: store.db, clock: systemClock, newId }),
      applyChanges: () => Promise.resolve(),
    });
  } finally {
    await store.close();
  }
}

async function requireDatabase(path: string): Promise<void> {
  if (await fileExists(path)) return;
  throw new CliError(
    EXIT.failed,
    `There is no database at ${path} yet. Go to the gateway's folder, name its configuration with ` +
      "--config, or begin with: flow-router add-key",
  );
}

/** Whether there is something of this name. */
export async function fileExists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
