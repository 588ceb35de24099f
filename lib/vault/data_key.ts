/**
 * The data key: 256 random bits that encrypt every secret of one vault.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { RandomBytes } from "../domain/ports.ts";

export const DATA_KEY_LENGTH = 32;
const ID_LABEL = "flow-llm-router vault id v1";

/** A data key and the vault that it belongs to. */
export interface DataKey {
  readonly vaultId: string;
  readonly key: CryptoKey;
}

/** Makes a new one. */
export function newDataKey(randomBytes: RandomBytes): Promise<DataKey> {
  return dataKeyFrom(randomBytes(DATA_KEY_LENGTH));
}

/**
 * From its 32 bytes. The vault's id is computed from them (HMAC-SHA-256, first 128 bits), so that a
 * key can be told to belong to a vault without any secret to try it on; the id tells nothing about
 * the key. Throws `vault_corrupt` for another length.
 */
export async function dataKeyFrom(raw: Uint8Array<ArrayBuffer>): Promise<DataKey> {
  if (raw.length !== DATA_KEY_LENGTH) {
    throw new FlowError(
      "vault_corrupt",
      `A vault's data key has ${DATA_KEY_LENGTH} bytes, this one has ${raw.length}.`,
    );
  }
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const idKey = await crypto.subtle.importKey("raw", raw, hmac, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", idKey, new TextEncoder().encode(ID_LABEL));
  // Extractable, for the key file and for wrapping under a new password.
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", true, ["encrypt", "decrypt"]);
  return { vaultId: new Uint8Array(mac, 0, 16).toHex(), key };
}

/** Its 32 bytes. */
export async function rawDataKey({ key }: DataKey): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key));
}
