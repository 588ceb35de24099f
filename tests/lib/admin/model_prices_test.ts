import assert from "node:assert/strict";
import {
  addModelPrice,
  removeModelPrice,
  showModelPrices,
} from "../../../lib/admin/model_prices.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

const PRICE = {
  model: "gemini/a/b",
  prices: { input_mtok: 1 },
  validFromMs: null,
  validUntilMs: null,
  note: " ",
};

Deno.test("addModelPrice begins now unless told otherwise, under the provider's own name", async () => {
  await using admin = await openAdmin();

  const price = await addModelPrice(admin, CLI_ACTOR, PRICE);

  assert.deepEqual([price.provider, price.modelId, price.validFromMs, price.note], [
    "google",
    "a/b",
    admin.clock.now(),
    null,
  ]);
  assert.deepEqual(await showModelPrices(admin), [price]);
  await removeModelPrice(admin, CLI_ACTOR, price.id);
  await assert.rejects(removeModelPrice(admin, CLI_ACTOR, price.id), flowError("not_found"));
});

Deno.test("addModelPrice refuses prices that cannot be", async () => {
  await using admin = await openAdmin();
  const wrong = [
    { model: "m" },
    { model: "a/" },
    { prices: {} },
    { prices: { input_mtok: -1 } },
    { prices: { input_mtok: Infinity } },
    { validFromMs: 5, validUntilMs: 5 },
  ];
  for (const change of wrong) {
    const added = addModelPrice(admin, CLI_ACTOR, { ...PRICE, ...change });
    await assert.rejects(added, flowError("invalid_request"), JSON.stringify(change));
  }
});
