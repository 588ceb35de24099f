/**
 * Setting the master password, and signing in with it.
 *
 * @module
 */
import type { AdminSessions } from "../auth/admin_sessions.ts";
import type { SetupCode } from "../auth/setup_code.ts";
import { FlowError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import type { Vault } from "../vault/vault.ts";

/** Where the data key is kept for the next start; only when the user asked for it. */
export interface KeyFile {
  /** Writes the key, or leaves the file as it is when it holds the key already. */
  store(vaultId: string, key: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface VaultAccessParts {
  readonly vault: Vault;
  readonly sessions: AdminSessions;
  readonly setupCode: SetupCode;
  /** Null: no key file (`security.master_key_path` is empty). */
  readonly keyFile: KeyFile | null;
  /** Called when the vault was unlocked, before the answer goes out. */
  readonly onUnlocked: () => Promise<void>;
  readonly log: Log;
}

/** The use cases behind `/api/auth`. */
export class VaultAccess {
  constructor(private readonly parts: VaultAccessParts) {}

  /** What a client needs to know before it can sign in. */
  get status(): { readonly initialized: boolean; readonly unlocked: boolean } {
    const { state } = this.parts.vault;
    return { initialized: state !== "uninitialized", unlocked: state === "unlocked" };
  }

  /**
   * Makes the vault and leaves it unlocked. Throws `already_exists` when there is one,
   * `wrong_password` or `too_many_attempts` for the set-up code, `invalid_request` for a password
   * that is too short.
   */
  async setUp(password: Secret, setupCode: string): Promise<void> {
    const { vault, setupCode: code } = this.parts;
    await vault.load();
    if (vault.state !== "uninitialized") {
      throw new FlowError("already_exists", "The vault has a master password already.");
    }
    code.assert(setupCode);
    await vault.initialize(password);
    code.use();
    await this.#afterUnlocking();
  }

  /**
   * Signs in: unlocks the vault if need be and opens a session. Throws `not_found` before the vault
   * is set up, `wrong_password` and `too_many_attempts`.
   */
  async signIn(password: Secret): Promise<{ readonly token: Secret; readonly ttlMs: number }> {
    const { vault, sessions } = this.parts;
    await vault.load();
    if (vault.state === "uninitialized") {
      throw new FlowError(
        "not_found",
        "The vault has no master password yet. Set one with POST /api/auth/setup.",
      );
    }
    const wasLocked = vault.state === "locked";
    await vault.unlock(password);
    if (wasLocked) await this.#afterUnlocking();
    return { token: sessions.open(), ttlMs: sessions.ttlMs };
  }

  async #afterUnlocking(): Promise<void> {
    await this.#storeKey();
    await this.parts.onUnlocked();
  }

  /** A vault that is open without its key file is better than none; the user learns why. */
  async #storeKey(): Promise<void> {
    const { vault, keyFile, log } = this.parts;
    if (keyFile === null || vault.id === null) return;
    try {
      await keyFile.store(vault.id, await vault.exportKey());
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      log.error("The key file was not written; the next start will need the password", { problem });
    }
  }
}
