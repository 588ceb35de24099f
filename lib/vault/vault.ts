/**
 * Keeps provider keys encrypted under a master password.
 *
 * A random data key seals each secret (AES-256-GCM, bound to its row and vault); the data key is
 * stored wrapped under a key derived from the password. Changing the password wraps it anew and
 * touches no secret. Whether a password is right shows only in the unwrapping: nothing else that
 * depends on it is stored.
 *
 * @module
 */
import { AttemptLimiter } from "../domain/attempt_limiter.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock, RandomBytes } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import { additionalData, decrypt, encrypt } from "./aes_gcm.ts";
import { type DataKey, dataKeyFrom, newDataKey, rawDataKey } from "./data_key.ts";
import {
  RECOMMENDED_ITERATIONS,
  unwrapDataKey,
  type VaultRecord,
  wrapDataKey,
} from "./key_wrap.ts";
import { assertPassword } from "./password_rule.ts";

/** Where the vault's record is kept: a port. */
export interface VaultRecords {
  load(): Promise<VaultRecord | null>;
  /**
   * Stores the first record, or replaces one of the same `vaultId`. Must reject with FlowError
   * `already_exists`, in the same step, when a vault with another id is there: losing its record
   * would lose every key in it.
   */
  save(record: VaultRecord): Promise<void>;
}

export type VaultState = "uninitialized" | "locked" | "unlocked";

/** What a vault needs from outside. */
export interface VaultParts {
  readonly records: VaultRecords;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** Rounds of the key derivation for new passwords; fewer than the default only in tests. */
  readonly iterations?: number;
}

/** One vault. Attempts at its password are made one after the other and slowed when wrong. */
export class Vault {
  #record: VaultRecord | null = null;
  #dataKey: DataKey | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #iterations: number;
  readonly #limiter: AttemptLimiter;

  constructor(private readonly parts: VaultParts) {
    this.#iterations = parts.iterations ?? RECOMMENDED_ITERATIONS;
    this.#limiter = new AttemptLimiter("passwords", parts.clock);
  }

  get state(): VaultState {
    if (this.#record === null) return "uninitialized";
    return this.#dataKey === null ? "locked" : "unlocked";
  }

  /** Null before `load` or `initialize` have found or made the vault. */
  get id(): string | null {
    return this.#record?.vaultId ?? null;
  }

  /** Reads the stored record, at start and when another process may have changed it. */
  load(): Promise<void> {
    return this.#exclusively(() => this.#reload());
  }

  /**
   * Makes the vault and leaves it unlocked. Throws `already_exists` when there is one, and
   * `invalid_request` for a password that is too short.
   */
  async initialize(password: Secret): Promise<void> {
    assertPassword(password);
    await this.#exclusively(async () => {
      await this.#reload();
      if (this.#record !== null) {
        throw new FlowError(
          "already_exists",
          "Cannot set up the vault: it has a master password already.",
        );
      }
      const dataKey = await newDataKey(this.parts.randomBytes);
      const nowMs = this.parts.clock.now();
      const record: VaultRecord = {
        vaultId: dataKey.vaultId,
        ...await this.#wrap(dataKey, password),
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      };
      await this.parts.records.save(record);
      this.#record = record;
      this.#dataKey = dataKey;
    });
  }

  /**
   * Unlocks, or checks the password of a vault that is unlocked. Throws `wrong_password`,
   * `too_many_attempts` or `vault_not_initialized`.
   */
  unlock(password: Secret): Promise<void> {
    return this.#exclusively(async () => {
      this.#dataKey = await this.#unwrap(password);
    });
  }

  /**
   * Unlocks with the data key itself (32 bytes, from a key file). Throws `vault_corrupt` when it is
   * not the key of this vault.
   */
  unlockWithKey(raw: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#exclusively(async () => {
      const record = await this.#existing();
      const dataKey = await dataKeyFrom(raw);
      assertSameVault(dataKey, record);
      this.#dataKey = dataKey;
    });
  }

  /** Forgets the data key. */
  lock(): void {
    this.#dataKey = null;
  }

  /**
   * Wraps the data key under a new password with a fresh salt; sealed secrets stay as they are.
   * Throws like {@link unlock} for `old` and like {@link initialize} for `next`.
   */
  async changePassword(old: Secret, next: Secret): Promise<void> {
    assertPassword(next);
    await this.#exclusively(async () => {
      const dataKey = await this.#unwrap(old);
      const record: VaultRecord = {
        ...await this.#existing(),
        ...await this.#wrap(dataKey, next),
        updatedAtMs: this.parts.clock.now(),
      };
      await this.parts.records.save(record);
      this.#record = record;
    });
  }

  /** Seals the secret of the row `provider_keys:<rowId>`; it opens nowhere else. */
  async seal(rowId: string, secret: Secret): Promise<Uint8Array<ArrayBuffer>> {
    const dataKey = this.#unlocked();
    const plain = new TextEncoder().encode(secret.reveal());
    const sealed = await encrypt(
      dataKey.key,
      plain,
      boundTo(dataKey, rowId),
      this.parts.randomBytes,
    );
    plain.fill(0);
    return sealed;
  }

  /** Opens what {@link seal} made for this row. Throws `vault_corrupt` when it is not that. */
  async open(rowId: string, sealed: Uint8Array<ArrayBuffer>): Promise<Secret> {
    const dataKey = this.#unlocked();
    const plain = await decrypt(dataKey.key, sealed, boundTo(dataKey, rowId));
    if (plain === null) {
      throw new FlowError(
        "vault_corrupt",
        `Cannot open the stored key of row '${rowId}': it was changed or belongs to another row or ` +
          "vault. Delete the key and add it again: flow-router add-key",
      );
    }
    return new Secret(new TextDecoder().decode(plain));
  }

  /** The data key's 32 bytes, for a key file. They open every secret: handle with care. */
  async exportKey(): Promise<Uint8Array<ArrayBuffer>> {
    return await rawDataKey(this.#unlocked());
  }

  async #unwrap(password: Secret): Promise<DataKey> {
    this.#limiter.assertOpen();
    // Read anew: another process may have changed the password.
    const record = await this.#existing();
    const least = Math.min(this.#iterations, RECOMMENDED_ITERATIONS);
    const dataKey = await unwrapDataKey(record, password, least);
    if (dataKey === null) {
      this.#limiter.recordWrong();
      throw new FlowError("wrong_password", "The master password is wrong.");
    }
    this.#limiter.recordRight();
    assertSameVault(dataKey, record);
    return dataKey;
  }

  #wrap(dataKey: DataKey, password: Secret) {
    return wrapDataKey(dataKey, password, this.#iterations, this.parts.randomBytes);
  }

  async #existing(): Promise<VaultRecord> {
    await this.#reload();
    if (this.#record !== null) return this.#record;
    throw new FlowError(
      "vault_not_initialized",
      "The vault has no master password yet. Set one up with: flow-router add-key",
    );
  }

  async #reload(): Promise<void> {
    this.#record = await this.parts.records.load();
    if (this.#dataKey?.vaultId !== this.#record?.vaultId) this.#dataKey = null;
  }

  #unlocked(): DataKey {
    if (this.#dataKey !== null) return this.#dataKey;
    throw new FlowError(
      this.#record === null ? "vault_not_initialized" : "vault_locked",
      "The vault is locked. Unlock it with POST /api/auth/verify, or start with " +
        "FLOWGATE_MASTER_PASSWORD set.",
    );
  }

  /** One at a time: guesses made at once must not share one count, nor two set-ups both succeed. */
  #exclusively<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act, act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function boundTo(dataKey: DataKey, rowId: string) {
  return additionalData("flow-llm-router secret v1", dataKey.vaultId, `provider_keys:${rowId}`);
}

function assertSameVault(dataKey: DataKey, record: VaultRecord): void {
  if (dataKey.vaultId === record.vaultId) return;
  throw new FlowError(
    "vault_corrupt",
    `Cannot unlock the vault ${record.vaultId}: this is the data key of the vault ` +
      `${dataKey.vaultId}.`,
  );
}
