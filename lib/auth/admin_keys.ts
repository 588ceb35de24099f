/**
 * Admin API keys: long-lived credentials of programs that operate the gateway.
 *
 * @module
 */
import type { RandomBytes } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import type { StoredAdminKey } from "../store/admin_keys.ts";
import { hashToken } from "./caller_tokens.ts";

/** Every admin API key begins like this. */
export const ADMIN_KEY_PREFIX = "fga_";

const RANDOM_LENGTH = 32;
const SHOWN_LENGTH = 12;
const LONGEST_PRESENTED = 256;

/** Makes a key of 256 random bits: `fga_` and 43 characters of base64url, never stored. */
export function mintAdminKey(randomBytes: RandomBytes): {
  readonly key: Secret;
  /** Its first 12 characters, for display. */
  readonly prefix: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly hash: Uint8Array<ArrayBuffer>;
} {
  const key = ADMIN_KEY_PREFIX +
    randomBytes(RANDOM_LENGTH).toBase64({ alphabet: "base64url", omitPadding: true });
  return { key: new Secret(key), prefix: key.slice(0, SHOWN_LENGTH), hash: hashToken(key) };
}

/** The keys in memory, replaced as a whole. */
export class AdminKeyRegister {
  /** SHA-256 of the key, hex → key. A hash gives no hint at others by the time that it takes. */
  #byHash: ReadonlyMap<string, StoredAdminKey> = new Map();

  replace(keys: readonly StoredAdminKey[]): void {
    this.#byHash = new Map(keys.map((key) => [key.keyHash.toHex(), key]));
  }

  /** The key that `presented` is; null when it is none, or one that expired. */
  find(presented: string, nowMs: number): StoredAdminKey | null {
    if (presented.length > LONGEST_PRESENTED || !presented.startsWith(ADMIN_KEY_PREFIX)) {
      return null;
    }
    const key = this.#byHash.get(hashToken(presented).toHex()) ?? null;
    const hasEnded = key !== null && key.expiresAtMs !== null && key.expiresAtMs <= nowMs;
    return hasEnded ? null : key;
  }
}
