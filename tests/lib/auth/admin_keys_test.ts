import assert from "node:assert/strict";
import { AdminKeyRegister, mintAdminKey } from "../../../lib/auth/admin_keys.ts";
import type { StoredAdminKey } from "../../../lib/store/admin_keys.ts";
import { randomBytes } from "../../support/memory_vault.ts";

function stored(change: Partial<StoredAdminKey> = {}) {
  const { key, prefix, hash } = mintAdminKey(randomBytes);
  const row: StoredAdminKey = {
    id: "1",
    name: "ci",
    keyPrefix: prefix,
    keyHash: hash,
    access: "full",
    expiresAtMs: null,
    createdAtMs: 0,
    lastUsedAtMs: null,
    ...change,
  };
  return { key: key.reveal(), row };
}

Deno.test("mintAdminKey makes fga_ and 43 characters, of which 12 may be shown", () => {
  const { key, prefix, hash } = mintAdminKey(randomBytes);

  assert.match(key.reveal(), /^fga_[\w-]{43}$/);
  assert.equal(prefix, key.reveal().slice(0, 12));
  assert.equal(hash.length, 32);
});

Deno.test("AdminKeyRegister finds the whole key and nothing like it", () => {
  const register = new AdminKeyRegister();
  const { key, row } = stored();
  assert.equal(register.find(key, 0), null, "nothing is in it yet");

  register.replace([row]);

  assert.equal(register.find(key, 0)?.id, "1");
  for (const other of [key.slice(0, -1), key + "a", key.slice(4), "fga_", key.toUpperCase()]) {
    assert.equal(register.find(other, 0), null);
  }
  register.replace([]);
  assert.equal(register.find(key, 0), null);
});

Deno.test("AdminKeyRegister finds a key until it expires", () => {
  const register = new AdminKeyRegister();
  const { key, row } = stored({ expiresAtMs: 1000 });
  register.replace([row]);

  assert.notEqual(register.find(key, 999), null);
  assert.equal(register.find(key, 1000), null);
});
