import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import { newDataKey, rawDataKey } from "../../../lib/vault/data_key.ts";
import { unwrapDataKey, type VaultRecord, wrapDataKey } from "../../../lib/vault/key_wrap.ts";
import { flowError } from "../../support/flow_error.ts";
import { PASSWORD, randomBytes } from "../../support/memory_vault.ts";

const LEAST = 1000;

async function wrapped(password = PASSWORD) {
  const dataKey = await newDataKey(randomBytes);
  const record: VaultRecord = {
    vaultId: dataKey.vaultId,
    ...await wrapDataKey(dataKey, password, LEAST, randomBytes),
    createdAtMs: 0,
    updatedAtMs: 0,
  };
  return { dataKey, record };
}

Deno.test("unwrapDataKey gives back what wrapDataKey took", async () => {
  const { dataKey, record } = await wrapped();

  const opened = await unwrapDataKey(record, PASSWORD, LEAST);
  assert.ok(opened);
  assert.deepEqual(await rawDataKey(opened), await rawDataKey(dataKey));
});

Deno.test("unwrapDataKey takes a password in either Unicode form", async () => {
  const { record } = await wrapped(new Secret("pässwörter".normalize("NFD")));

  assert.ok(await unwrapDataKey(record, new Secret("pässwörter".normalize("NFC")), LEAST));
});

Deno.test("unwrapDataKey gives null for a wrong password", async () => {
  const { record } = await wrapped();

  for (const wrong of ["", "correct hors", "correct horse ", "Correct horse"]) {
    assert.equal(await unwrapDataKey(record, new Secret(wrong), LEAST), null);
  }
});

Deno.test("unwrapDataKey gives null when vault id, rounds, salt or wrapped key were changed", async () => {
  const { record } = await wrapped();
  const flip = (bytes: Uint8Array<ArrayBuffer>) =>
    bytes.map((byte, i) => i === 0 ? byte ^ 1 : byte);
  const changes: Partial<VaultRecord>[] = [
    { vaultId: "0".repeat(32) },
    { iterations: record.iterations + 1 },
    { salt: flip(record.salt) },
    { wrappedKey: flip(record.wrappedKey) },
  ];

  for (const change of changes) {
    assert.equal(await unwrapDataKey({ ...record, ...change }, PASSWORD, LEAST), null);
  }
});

Deno.test("unwrapDataKey refuses parameters that were never written", async () => {
  const { record } = await wrapped();
  const changes: [Partial<VaultRecord>, RegExp][] = [
    [{ iterations: LEAST - 1 }, /999 rounds, 1000 to/],
    [{ iterations: 4_000_000_000 }, /4000000000 rounds/],
    [{ iterations: 1000.5 }, /1000.5 rounds/],
    [{ iterations: NaN }, /NaN rounds/],
    [{ kdf: "none" }, /key derivation is 'none'/],
    [{ salt: record.salt.slice(0, 8) }, /salt has 8 bytes/],
  ];

  for (const [change, message] of changes) {
    await assert.rejects(
      unwrapDataKey({ ...record, ...change }, PASSWORD, LEAST),
      flowError("vault_corrupt", message),
    );
  }
});
