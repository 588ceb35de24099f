import assert from "node:assert/strict";
import { additionalData, decrypt, encrypt } from "../../../lib/vault/aes_gcm.ts";
import { randomBytes } from "../../support/memory_vault.ts";

const generated = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
  "encrypt",
  "decrypt",
]);
const PLAIN = new TextEncoder().encode("plain");
const BOUND = additionalData("a", "b");

Deno.test("decrypt gives back what encrypt took, nonce first", async () => {
  const nonce = new Uint8Array(12).fill(7);
  const sealed = await encrypt(generated, PLAIN, BOUND, () => nonce);

  assert.deepEqual(sealed.slice(0, 12), nonce);
  assert.equal(sealed.length, 12 + PLAIN.length + 16);
  assert.deepEqual(await decrypt(generated, sealed, BOUND), PLAIN);
});

Deno.test("decrypt gives null for other additional data", async () => {
  const sealed = await encrypt(generated, PLAIN, BOUND, randomBytes);

  assert.equal(await decrypt(generated, sealed, additionalData("ab")), null);
  assert.equal(await decrypt(generated, sealed, additionalData("a", "c")), null);
});

Deno.test("decrypt gives null for bytes too short to be sealed", async () => {
  assert.equal(await decrypt(generated, new Uint8Array(27), BOUND), null);
});

Deno.test("decrypt does not take a programming error for a wrong key", async () => {
  const raw = new Uint8Array(32);
  const sealing = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);

  await assert.rejects(decrypt(sealing, new Uint8Array(40), BOUND), { name: "InvalidAccessError" });
});
