/**
 * The master password: setting it, signing in with it, changing it, and locking what it opens.
 *
 * @module
 */
import type { AdminSessions } from "../auth/admin_sessions.ts";
import type { SetupCode } from "../auth/setup_code.ts";
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import type { Vault } from "../vault/vault.ts";
import type { AuditLog } from "./audit.ts";

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
  /** Called when the vault was unlocked or locked, before the answer goes out. */
  readonly onTurned: () => Promise<void>;
  readonly audit: Pick<AuditLog, "record">;
  readonly log: Log;
}

/** Who signs in, from where. */
export interface SignIn {
  readonly actor: Actor;
  readonly userAgent: string | null;
  /** The session that the same browser shows already; it ends. */
  readonly earlierToken: string | null;
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
  async setUp(password: Secret, setupCode: string, actor: Actor): Promise<void> {
    const { vault, setupCode: code, audit } = this.parts;
    await vault.load();
    if (vault.state !== "uninitialized") {
      throw new FlowError("already_exists", "The vault has a master password already.");
    }
    await this.#refusalsAudited("vault.setup_refused", actor, () => code.assert(setupCode));
    await vault.initialize(password);
    code.use();
    await audit.record({ actor, action: "vault.setup" });
    await this.#afterUnlocking();
  }

  /**
   * Signs in: unlocks the vault if need be and opens a session under a token of its own, whatever
   * the browser showed before. Throws `not_found` before the vault is set up, `wrong_password` and
   * `too_many_attempts`.
   */
  async signIn(
    password: Secret,
    { actor, userAgent, earlierToken }: SignIn,
  ): Promise<{ readonly token: Secret; readonly ttlMs: number }> {
    const { vault, sessions, audit } = this.parts;
    await vault.load();
    if (vault.state === "uninitialized") {
      throw new FlowError(
        "not_found",
        "The vault has no master password yet. Set one with POST /api/auth/setup.",
      );
    }
    const wasLocked = vault.state === "locked";
    await this.#refusalsAudited("session.refused", actor, () => vault.unlock(password));
    if (wasLocked) await this.#afterUnlocking();
    const earlier = earlierToken === null ? null : sessions.use(earlierToken);
    if (earlier !== null) await sessions.close(earlier.id);
    const { token, session } = await sessions.open({ ip: actor.ip, userAgent });
    await audit.record({ actor, action: "session.open", target: session.id });
    return { token, ttlMs: sessions.ttlMs };
  }

  /** Forgets what opens the provider keys, until somebody signs in. Sessions go on. */
  async lock(actor: Actor): Promise<void> {
    const { vault, onTurned, audit } = this.parts;
    if (vault.state !== "unlocked") return;
    vault.lock();
    await onTurned();
    await audit.record({ actor, action: "vault.lock" });
  }

  /**
   * Changes the master password and ends every other session; tells how many. No key is encrypted
   * anew, and a key file stays right. Throws `wrong_password`, `too_many_attempts`, and
   * `invalid_request` for a new one that is too short.
   */
  async changePassword(old: Secret, next: Secret, actor: Actor): Promise<number> {
    const { vault, sessions, audit } = this.parts;
    await this.#refusalsAudited(
      "vault.password_refused",
      actor,
      () => vault.changePassword(old, next),
    );
    const ended = await sessions.closeOthers(actor.kind === "session" ? actor.id : null);
    await audit.record({
      actor,
      action: "vault.password_change",
      after: { ended_sessions: ended },
    });
    return ended;
  }

  /** Guesses are written down; there are few, since they are slowed. */
  async #refusalsAudited(
    action: string,
    actor: Actor,
    act: () => void | Promise<void>,
  ): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof FlowError && error.code === "wrong_password") {
        await this.parts.audit.record({ actor, action });
      }
      throw error;
    }
  }

  async #afterUnlocking(): Promise<void> {
    await this.#storeKey();
    await this.parts.onTurned();
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
