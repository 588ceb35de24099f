/**
 * AES-256-GCM with a fresh random 96-bit nonce before the ciphertext (NIST SP 800-38D §8.2.2).
 *
 * @module
 */
import type { RandomBytes } from "../domain/ports.ts";

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** Text that a ciphertext is bound to; parts are joined by NUL, which none of them holds. */
export function additionalData(...parts: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(parts.join("\0"));
}

/** Nonce, ciphertext and tag. */
export async function encrypt(
  key: CryptoKey,
  plain: Uint8Array<ArrayBuffer>,
  bound: Uint8Array<ArrayBuffer>,
  randomBytes: RandomBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: bound },
    key,
    plain,
  );
  const sealed = new Uint8Array(NONCE_LENGTH + cipher.byteLength);
  sealed.set(nonce);
  sealed.set(new Uint8Array(cipher), NONCE_LENGTH);
  return sealed;
}

/** The plain bytes, or null when key, bytes or additional data are not the ones of `encrypt`. */
export async function decrypt(
  key: CryptoKey,
  sealed: Uint8Array<ArrayBuffer>,
  bound: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (sealed.length < NONCE_LENGTH + TAG_LENGTH) return null;
  const algorithm = {
    name: "AES-GCM",
    iv: sealed.subarray(0, NONCE_LENGTH),
    additionalData: bound,
  };
  try {
    const plain = await crypto.subtle.decrypt(algorithm, key, sealed.subarray(NONCE_LENGTH));
    return new Uint8Array(plain);
  } catch (thrown) {
    // Web Crypto's one answer to a failed authentication
    if (thrown instanceof DOMException && thrown.name === "OperationError") return null;
    throw thrown;
  }
}
