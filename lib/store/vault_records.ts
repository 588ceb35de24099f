/**
 * Where the vault's wrapped data key is kept.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { Tables } from "./tables.ts";

/** How the one data key of this database is wrapped. */
export interface VaultRecord {
  readonly vaultId: string;
  readonly kdf: "PBKDF2-HMAC-SHA-256";
  readonly iterations: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  /** Nonce, then ciphertext. */
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The vault's storage port. */
export interface StoredVault {
  /** Null before a vault was made. */
  load(): Promise<VaultRecord | null>;
  /**
   * Writes a first record, or a new wrapping of the same vault.
   * @throws FlowError `already_exists` when the database holds another vault: to replace it would
   *   make every stored key unreadable
   */
  save(record: VaultRecord): Promise<void>;
}

const KDF = "PBKDF2-HMAC-SHA-256";

/** The vault's storage in this database. */
export function vaultRecords(db: Kysely<Tables>): StoredVault {
  return {
    load: async () => {
      const row = await db.selectFrom("vault").selectAll().executeTakeFirst();
      if (row === undefined) return null;
      return {
        vaultId: row.vault_id,
        kdf: requireKdf(row.kdf),
        iterations: readIterations(row.kdf_params),
        salt: row.salt,
        wrappedKey: row.wrapped_key,
        createdAtMs: row.created_at_ms,
        updatedAtMs: row.updated_at_ms,
      };
    },

    save: async (record) => {
      const wrapping = {
        kdf: record.kdf,
        kdf_params: JSON.stringify({ iterations: record.iterations }),
        salt: record.salt,
        wrapped_key: record.wrappedKey,
        updated_at_ms: record.updatedAtMs,
      };
      const first = { id: 1, vault_id: record.vaultId, created_at_ms: record.createdAtMs };
      const result = await db.insertInto("vault")
        .values({ ...first, ...wrapping })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet(wrapping)
            .where("vault.vault_id", "=", record.vaultId)
        )
        .executeTakeFirstOrThrow();
      if (result.numInsertedOrUpdatedRows !== 0n) return;
      throw new FlowError(
        "already_exists",
        "Cannot save the vault: this database holds another one, and its keys would be lost. " +
          "Unlock the existing vault, or use another database.",
      );
    },
  };
}

function requireKdf(kdf: string): VaultRecord["kdf"] {
  if (kdf === KDF) return KDF;
  throw corrupt(`its key derivation is "${kdf}"`);
}

function readIterations(params: string): number {
  const { iterations } = JSON.parse(params) as { iterations?: unknown };
  if (Number.isSafeInteger(iterations)) return Number(iterations);
  throw corrupt(`its iteration count is ${JSON.stringify(iterations)}`);
}

function corrupt(what: string): FlowError {
  return new FlowError(
    "vault_corrupt",
    `Cannot read the vault: ${what}, which this version does not know. Restore a backup, or run ` +
      "the version that wrote it.",
  );
}
