/**
 * What the admin API of a running gateway works on.
 *
 * @module
 */
import type { ApiParts } from "../../routes/api/api.ts";
import { AdminGate } from "../admin/admin_gate.ts";
import { AuditLog } from "../admin/audit.ts";
import { type KeyFile, VaultAccess } from "../admin/vault_access.ts";
import { AdminSessions } from "../auth/admin_sessions.ts";
import { SetupCode } from "../auth/setup_code.ts";
import type { Config } from "../config/schema.ts";
import type { Log } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
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
  /** Reads anew what the request path holds in memory. */
  readonly reload: () => Promise<void>;
}

/** Wires the admin API. */
export function adminParts(source: AdminSource): ApiParts {
  const { store: { db }, vault, log, version, config, reload } = source;
  const { security } = config();
  const sessions = new AdminSessions(
    systemClock,
    systemRandom,
    security.auth_token_ttl_minutes * 60_000,
  );
  return {
    admin: {
      db,
      vault,
      clock: systemClock,
      newId,
      randomBytes: systemRandom,
      log,
      audit: new AuditLog({ db, clock: systemClock, newId }),
      config,
      applyChanges: reload,
    },
    gate: new AdminGate(sessions),
    vaultAccess: new VaultAccess({
      vault,
      sessions,
      setupCode: new SetupCode(source.setupCode, systemClock),
      keyFile: keyFileAt(security.master_key_path),
      onUnlocked: reload,
      log,
    }),
    version,
  };
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
