/**
 * The data key under a password: wrapping and unwrapping.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { RandomBytes } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import { additionalData, decrypt, encrypt } from "./aes_gcm.ts";
import { type DataKey, dataKeyFrom, rawDataKey } from "./data_key.ts";

/** The only key derivation there is so far (RFC 8018, with HMAC-SHA-256). */
const KDF = "PBKDF2-HMAC-SHA-256";
/** OWASP Password Storage Cheat Sheet (2023): the least for PBKDF2-HMAC-SHA-256. */
export const RECOMMENDED_ITERATIONS = 600_000;
/** More would keep a processor busy for most of a minute: such a record was tampered with. */
const MOST_ITERATIONS = 100_000_000;
const SALT_LENGTH = 32;
const SHORTEST_SALT = 16;

/** Everything needed to open the vault but the password. Holds no secret and no hash of one. */
export interface VaultRecord {
  /** 32 hexadecimal digits that follow from the data key: see `data_key.ts`. */
  readonly vaultId: string;
  readonly kdf: string;
  readonly iterations: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  /** The data key sealed under the key derived from the password: nonce, then ciphertext. */
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

type KdfParameters = Pick<VaultRecord, "kdf" | "iterations" | "salt">;
/** The part of a record that depends on the password. */
export type Wrapping = KdfParameters & Pick<VaultRecord, "wrappedKey">;

/** Wraps under a key derived with a fresh salt. */
export async function wrapDataKey(
  dataKey: DataKey,
  password: Secret,
  iterations: number,
  randomBytes: RandomBytes,
): Promise<Wrapping> {
  const parameters = { kdf: KDF, iterations, salt: randomBytes(SALT_LENGTH) };
  const key = await deriveKey(password, parameters);
  const raw = await rawDataKey(dataKey);
  const bound = boundTo(dataKey.vaultId, parameters);
  const wrappedKey = await encrypt(key, raw, bound, randomBytes);
  raw.fill(0);
  return { ...parameters, wrappedKey };
}

/**
 * The data key, or null when the password is wrong: the authenticated decryption is the only test
 * that there is. Throws `vault_corrupt` for parameters that we would never have written; `least`
 * is the smallest number of iterations to accept.
 */
export async function unwrapDataKey(
  record: VaultRecord,
  password: Secret,
  least: number,
): Promise<DataKey | null> {
  assertParameters(record, least);
  const key = await deriveKey(password, record);
  const raw = await decrypt(key, record.wrappedKey, boundTo(record.vaultId, record));
  if (raw === null) return null;
  const dataKey = await dataKeyFrom(raw);
  raw.fill(0);
  return dataKey;
}

function assertParameters({ kdf, iterations, salt }: KdfParameters, least: number): void {
  const fault = kdf !== KDF
    ? `its key derivation is '${kdf}', this version knows ${KDF}`
    : !Number.isInteger(iterations) || iterations < least || iterations > MOST_ITERATIONS
    ? `its key derivation has ${iterations} rounds, ${least} to ${MOST_ITERATIONS} are allowed`
    : salt.length < SHORTEST_SALT
    ? `its salt has ${salt.length} bytes, at least ${SHORTEST_SALT} are needed`
    : null;
  if (fault === null) return;
  throw new FlowError(
    "vault_corrupt",
    `Cannot open the vault: ${fault}. Restore the database from a backup.`,
  );
}

function boundTo(vaultId: string, { kdf, iterations, salt }: KdfParameters) {
  return additionalData(
    "flow-llm-router data key v1",
    vaultId,
    kdf,
    String(iterations),
    salt.toHex(),
  );
}

/** A password typed with combining accents is the same password (Unicode NFC). */
async function deriveKey(password: Secret, { iterations, salt }: KdfParameters) {
  const bytes = new TextEncoder().encode(password.reveal().normalize("NFC"));
  const material = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  bytes.fill(0);
  return await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}
