/**
 * The sign-in use cases on a vault in memory.
 *
 * @module
 */
import { type KeyFile, VaultAccess } from "../../lib/admin/vault_access.ts";
import type { AuditedChange } from "../../lib/admin/audit.ts";
import { SetupCode } from "../../lib/auth/setup_code.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { Actor } from "../../lib/domain/actor.ts";
import { newSessions } from "./memory_sessions.ts";
import { newVault } from "./memory_vault.ts";
import { recordingLog } from "./recording_log.ts";

export const CODE = "7K2M-Q9XD-03RT-VB5N";

/** Somebody who has not signed in. */
export const VISITOR: Actor = { kind: "visitor", id: null, name: null, ip: "127.0.0.1" };

export function newVaultAccess(keyFile: KeyFile | null = null) {
  const made = newVault();
  const { vault, clock } = made;
  const { sessions } = newSessions(undefined, clock);
  const audited: AuditedChange[] = [];
  const log = recordingLog();
  const seen = { turned: 0 };
  const vaultAccess = new VaultAccess({
    vault,
    sessions,
    setupCode: new SetupCode(new Secret(CODE), clock),
    keyFile,
    onTurned: () => {
      seen.turned++;
      return Promise.resolve();
    },
    audit: {
      record: (change) => {
        audited.push(change);
        return Promise.resolve();
      },
    },
    log,
  });
  return { ...made, sessions, log, seen, audited, vaultAccess };
}
