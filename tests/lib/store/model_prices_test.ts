import assert from "node:assert/strict";
import {
  deleteModelPrice,
  getModelPrice,
  insertModelPrice,
  listModelPrices,
  type StoredModelPrice,
} from "../../../lib/store/model_prices.ts";
import { flowError } from "../../support/flow_error.ts";
import { openTestStore } from "../../support/test_store.ts";
import { tempDir } from "../../support/temp.ts";

const price = (id: string, change: Partial<StoredModelPrice> = {}): StoredModelPrice => ({
  id,
  provider: "openai",
  modelId: "m",
  validFromMs: 1,
  validUntilMs: null,
  prices: { input_mtok: 0.5 },
  note: null,
  createdAtMs: 1,
  ...change,
});

Deno.test("insertModelPrice keeps every field and refuses two that begin together", async () => {
  await using dir = await tempDir();
  await using store = await openTestStore(dir.file("a.db"));
  const full = price("a", { validFromMs: 5, validUntilMs: 9, note: "contract" });

  await insertModelPrice(store.db, full);
  await insertModelPrice(store.db, price("b"));

  assert.deepEqual(await listModelPrices(store.db), [price("b"), full]);
  assert.deepEqual(await getModelPrice(store.db, "a"), full);
  const again = insertModelPrice(store.db, price("c"));
  await assert.rejects(again, flowError("already_exists", /openai\/m/));
  assert.equal(await deleteModelPrice(store.db, "a"), true);
  assert.equal(await deleteModelPrice(store.db, "a"), false);
  assert.equal(await getModelPrice(store.db, "a"), null);
});
