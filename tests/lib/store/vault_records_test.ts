import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { type VaultRecord, vaultRecords } from "../../../lib/store/vault_records.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const RECORD: VaultRecord = {
  vaultId: "v1",
  kdf: "PBKDF2-HMAC-SHA-256",
  iterations: 600_000,
  salt: new Uint8Array([1, 2]),
  wrappedKey: new Uint8Array([3, 4]),
  createdAtMs: 1,
  updatedAtMs: 1,
};

Deno.test("vaultRecords loads nothing from a new database, then what was saved", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const vault = vaultRecords(store.db);

  assert.equal(await vault.load(), null);
  await vault.save(RECORD);

  assert.deepEqual(await vault.load(), RECORD);
});

Deno.test("vaultRecords saves a new wrapping of the same vault", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const vault = vaultRecords(store.db);
  await vault.save(RECORD);
  const wrapping = { iterations: 700_000, salt: new Uint8Array([9]), updatedAtMs: 2 };

  await vault.save({ ...RECORD, ...wrapping, createdAtMs: 99 });

  assert.deepEqual(await vault.load(), { ...RECORD, ...wrapping });
});

Deno.test("vaultRecords never replaces one vault by another", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const vault = vaultRecords(store.db);
  await vault.save(RECORD);

  await assert.rejects(vault.save({ ...RECORD, vaultId: "v2" }), (error) => {
    assert.ok(error instanceof FlowError);
    assert.equal(error.code, "already_exists");
    return true;
  });

  assert.deepEqual(await vault.load(), RECORD);
});

Deno.test("vaultRecords refuses a derivation that this version does not know", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const vault = vaultRecords(store.db);
  await vault.save(RECORD);
  const table = [{ kdf: "argon2id" }, { kdf: RECORD.kdf, kdf_params: '{"iterations":"many"}' }];

  for (const change of table) {
    await store.db.updateTable("vault").set(change).execute();
    await assert.rejects(vault.load(), (error) => {
      assert.ok(error instanceof FlowError);
      assert.equal(error.code, "vault_corrupt");
      return true;
    });
  }
});
