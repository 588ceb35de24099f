/**
 * The sign-in use cases on a vault in memory.
 *
 * @module
 */
import { type KeyFile, VaultAccess } from "../../lib/admin/vault_access.ts";
import { AdminSessions } from "../../lib/auth/admin_sessions.ts";
import { SetupCode } from "../../lib/auth/setup_code.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { Log } from "../../lib/domain/ports.ts";
import { newVault, randomBytes } from "./memory_vault.ts";

export const CODE = "7K2M-Q9XD-03RT-VB5N";

/** Collects what is logged. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (message: string, fields?: Record<string, unknown>): void => {
    lines.push(message + Deno.inspect(fields ?? {}));
  };
  return { lines, debug: add, info: add, warn: add, error: add };
}

export function newVaultAccess(keyFile: KeyFile | null = null) {
  const made = newVault();
  const { vault, clock } = made;
  const sessions = new AdminSessions(clock, randomBytes, 3_600_000);
  const log = recordingLog();
  const seen = { unlocked: 0 };
  const vaultAccess = new VaultAccess({
    vault,
    sessions,
    setupCode: new SetupCode(new Secret(CODE), clock),
    keyFile,
    onUnlocked: () => {
      seen.unlocked++;
      return Promise.resolve();
    },
    log,
  });
  return { ...made, sessions, log, seen, vaultAccess };
}
