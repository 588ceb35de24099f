import assert from "node:assert/strict";
import { dataKeyFrom, newDataKey, rawDataKey } from "../../../lib/vault/data_key.ts";
import { flowError } from "../../support/flow_error.ts";

const RAW = new Uint8Array(32).fill(1);

Deno.test("newDataKey takes 32 random bytes", async () => {
  const asked: number[] = [];
  const dataKey = await newDataKey((length) => {
    asked.push(length);
    return RAW.slice();
  });

  assert.deepEqual(asked, [32]);
  assert.deepEqual(await rawDataKey(dataKey), RAW);
});

Deno.test("dataKeyFrom computes the vault's id from the key", async () => {
  const { createHmac } = await import("node:crypto");
  const mac = createHmac("sha256", RAW).update("flow-llm-router vault id v1").digest("hex");

  assert.equal((await dataKeyFrom(RAW)).vaultId, mac.slice(0, 32));
  assert.notEqual((await dataKeyFrom(new Uint8Array(32))).vaultId, mac.slice(0, 32));
});

Deno.test("dataKeyFrom refuses a key of another length", async () => {
  await assert.rejects(dataKeyFrom(RAW.slice(1)), flowError("vault_corrupt", /31/));
});
