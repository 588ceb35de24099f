/**
 * What the admin API of a running gateway works on.
 *
 * @module
 */
import type { ApiParts } from "../../routes/api/parts.ts";
import { AdminGate } from "../admin/admin_gate.ts";
import type { RouterConfig } from "../admin/router_config.ts";
import { AuditLog } from "../admin/audit.ts";
import { LiveSettings } from "../admin/live_settings.ts";
import { LogFeed } from "../admin/log_feed.ts";
import { type KeyFile, VaultAccess } from "../admin/vault_access.ts";
import { AdminKeyRegister } from "../auth/admin_keys.ts";
import { AdminSessions } from "../auth/admin_sessions.ts";
import { LastUse } from "../auth/last_use.ts";
import { SetupCode } from "../auth/setup_code.ts";
import type { LoadedConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import type { Log } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import { pause } from "../gateway/pause.ts";
import { listAdminKeys, noteAdminKeyUse } from "../store/admin_keys.ts";
import { adminSessionRecords } from "../store/admin_sessions.ts";
import { writeKeyFile } from "../store/key_file.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { CliWorld } from "./context.ts";
import { newId, systemClock, systemRandom } from "./world.ts";

/** What the running gateway gives. */
export interface AdminSource {
  readonly store: Store;
  readonly vault: Vault;
  readonly setupCode: Secret;
  readonly log: Log;
  readonly version: string;
  readonly config: () => Config;
  readonly settings: LiveSettings;
  readonly address: ApiParts["address"];
  readonly router: RouterConfig;
  readonly outbound: Pick<ApiParts, "outbound" | "search">;
  /** Reads anew what the request path holds in memory. */
  readonly reload: () => Promise<void>;
}

/** The admin API's parts, and what keeps them up to date. */
export interface AdminWiring {
  readonly parts: ApiParts;
  /** Reads sessions and admin API keys anew. */
  readonly load: () => Promise<void>;
  /** Resolves when everything noted behind requests has been written. */
  readonly drain: () => Promise<void>;
}

/** Wires the admin API. */
export function wireAdmin(source: AdminSource): AdminWiring {
  const { store, store: { db }, vault, log, version, config, reload } = source;
  const audit = new AuditLog({ db, clock: systemClock, newId });
  const sessions = new AdminSessions({
    records: adminSessionRecords(db),
    clock: systemClock,
    randomBytes: systemRandom,
    newId,
    ttlMs: () => config().security.auth_token_ttl_minutes * 60_000,
    log,
  });
  const keys = new AdminKeyRegister();
  const keyUse = new LastUse((id, atMs) => noteAdminKeyUse(db, id, atMs), log);
  const load = async () => {
    await sessions.load();
    keys.replace(await listAdminKeys(db));
  };
  const applyChanges = async () => {
    await load();
    await reload();
  };
  return {
    parts: {
      admin: {
        db,
        vault,
        clock: systemClock,
        newId,
        randomBytes: systemRandom,
        log,
        audit,
        config,
        applyChanges,
      },
      gate: new AdminGate({ sessions, keys, keyUse, clock: systemClock }),
      sessions,
      vaultAccess: new VaultAccess({
        vault,
        sessions,
        setupCode: new SetupCode(source.setupCode, systemClock),
        keyFile: keyFileAt(config().security.master_key_path),
        onTurned: reload,
        audit,
        log,
      }),
      router: source.router,
      ...source.outbound,
      settings: source.settings,
      address: source.address,
      feed: new LogFeed({ db, onAppended: store.onAppended, pause }),
      version,
    },
    load,
    drain: async () => {
      await sessions.drain();
      await keyUse.drain();
    },
  };
}

/** The settings of a gateway that runs; `takeEffect` is called after each change. */
export function liveSettings(
  loaded: LoadedConfig,
  { db }: Pick<Store, "db">,
  log: Log,
  takeEffect: () => Promise<void>,
): LiveSettings {
  const audit = new AuditLog({ db, clock: systemClock, newId });
  return new LiveSettings(loaded, { db, clock: systemClock, log, audit, takeEffect });
}

const SETUP_CODE_VARIABLE = "FLOWGATE_SETUP_CODE";

/** The code that the user chose; null when one is to be made. */
export function chosenSetupCode({ env }: Pick<CliWorld, "env">): Secret | null {
  const code = env(SETUP_CODE_VARIABLE);
  return code === undefined || code === "" ? null : new Secret(code);
}

function keyFileAt(path: string): KeyFile | null {
  if (path === "") return null;
  return { store: (vaultId, key) => writeKeyFile(path, { vaultId, key }) };
}
