/**
 * A folder to start a gateway in: configuration, vault, provider keys and caller tokens.
 *
 * @module
 */
import { AuditLog } from "../../lib/admin/audit.ts";
import { createCallerToken } from "../../lib/admin/caller_tokens.ts";
import { systemClock } from "../../lib/cli/world.ts";
import { CLI_ACTOR } from "../../lib/domain/actor.ts";
import { Secret } from "../../lib/domain/secret.ts";
import { type CallerTokenUpdate, updateCallerToken } from "../../lib/store/caller_tokens.ts";
import { insertProviderKey } from "../../lib/store/provider_keys.ts";
import type { Store } from "../../lib/store/store.ts";
import { vaultRecords } from "../../lib/store/vault_records.ts";
import { Vault } from "../../lib/vault/vault.ts";
import { randomBytes } from "./memory_vault.ts";
import { tempDir } from "./temp.ts";
import { openTestStore, STILL_CLOCK } from "./test_store.ts";

/** The master password of every vault of these folders. */
export const MASTER_PASSWORD = "correct horse battery staple";

/** The configuration file's tree. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** What to put into the folder. */
export interface GatewaySetup {
  /** Name → base URL; they join `config.providers`. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly config?: ConfigTree;
  /** Provider → secret; makes a vault. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Whether the gateway gets the master password; default true. */
  readonly unlocked?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A prepared folder. */
export interface GatewayFolder extends AsyncDisposable {
  readonly path: string;
  readonly database: string;
  /** What the gateway's environment needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the configuration file; the providers of the set-up stay. */
  configure(config: ConfigTree | undefined): Promise<void>;
  /** Opens the database as another process would. */
  withStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result>;
}

/** Makes one in a temporary place; the database is there only when keys are given. */
export async function prepareGatewayFolder(setup: GatewaySetup = {}): Promise<GatewayFolder> {
  const dir = await tempDir();
  const providers = Object.fromEntries(
    Object.entries(setup.providers ?? {}).map(([name, url]) => [name, { base_url: url }]),
  );
  const folder: GatewayFolder = {
    path: dir.path,
    database: dir.file("data.db"),
    env: {
      ...(setup.unlocked === false ? {} : { FLOWGATE_MASTER_PASSWORD: MASTER_PASSWORD }),
      ...setup.env,
    },
    async configure(config) {
      const own = config?.["providers"];
      const tree = { ...config, providers: { ...providers, ...(own ?? {}) } };
      // JSON is YAML.
      await Deno.writeTextFile(dir.file("flow_llm_router.yaml"), JSON.stringify(tree));
    },
    async withStore(work) {
      await using store = await openTestStore(dir.file("data.db"));
      return await work(store);
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
  await folder.configure(setup.config);
  const keys = Object.entries(setup.keys ?? {});
  if (keys.length > 0) {
    await folder.withStore(async (store) => {
      for (const [provider, secret] of keys) await addKey(store, provider, secret);
    });
  }
  return folder;
}

/** Stores a provider key, making the vault when there is none; returns its id. */
export async function addKey(store: Store, provider: string, secret: string): Promise<string> {
  const vault = new Vault({ records: vaultRecords(store.db), clock: STILL_CLOCK, randomBytes });
  const password = new Secret(MASTER_PASSWORD);
  await vault.load();
  await (vault.state === "uninitialized" ? vault.initialize(password) : vault.unlock(password));
  const id = crypto.randomUUID();
  await insertProviderKey(store.db, {
    id,
    provider,
    label: `key ${id.slice(0, 8)}`,
    sealedKey: await vault.seal(id, new Secret(secret)),
    keyPrefix: secret.slice(0, 3),
    keySuffix: secret.slice(-4),
    baseUrl: null,
    extraConfig: null,
    weight: 1,
    priority: 0,
    enabled: true,
    createdAtMs: Date.now(),
    updatedAtMs: Date.now(),
  });
  return id;
}

/** Makes a caller token and returns it in plain; `change` is applied to it afterwards. */
export async function addToken(
  { db }: Store,
  name: string,
  change: CallerTokenUpdate = {},
): Promise<{ id: string; token: string }> {
  const newId = () => crypto.randomUUID();
  const audit = new AuditLog({ db, clock: systemClock, newId });
  const applyChanges = () => Promise.resolve();
  const parts = { db, clock: systemClock, newId, randomBytes, audit, applyChanges };
  const { token, view } = await createCallerToken(parts, CLI_ACTOR, { name });
  await updateCallerToken(db, view.id, change);
  return { id: view.id, token: token.reveal() };
}
