import assert from "node:assert/strict";
import type { StoredModelPrice } from "../../../lib/store/model_prices.ts";
import { OwnPrices } from "../../../lib/usage/own_model_prices.ts";
import { PriceBook } from "../../../lib/usage/prices.ts";
import { NO_USAGE } from "../../../lib/domain/usage.ts";

const DAY = 86_400_000;
const price = (fromDay: number, untilDay: number | null, usd: number): StoredModelPrice => ({
  id: `${fromDay}`,
  provider: "lab",
  modelId: "m",
  validFromMs: fromDay * DAY,
  validUntilMs: untilDay === null ? null : untilDay * DAY,
  prices: { input_mtok: usd },
  note: null,
  createdAtMs: 0,
});

Deno.test("OwnPrices gives the one that began last of those that hold", () => {
  const prices = new OwnPrices([price(0, null, 1), price(10, 20, 2)]);
  const usdAt = (day: number, model = "m") => prices.at("lab", model, day * DAY)?.prices.input_mtok;

  assert.deepEqual([usdAt(-1), usdAt(0), usdAt(10), usdAt(19.9), usdAt(20)], [
    undefined,
    1,
    2,
    2,
    1,
  ]);
  assert.equal(usdAt(5, "other"), undefined);
  assert.equal(prices.at("lab", "m", 12 * DAY)?.source, "own@1970-01-11");
});

Deno.test("PriceBook.costAt sums up in exact nano-dollars and knows what it does not know", () => {
  const book = new PriceBook();
  const own = {
    prices: { input_mtok: 0.3, output_mtok: 1.5, cache_read_mtok: 0.1 },
    source: "own",
  };

  const usage = { ...NO_USAGE, promptTokens: 1000, completionTokens: 10, cachedTokens: 400 };
  assert.deepEqual(book.costAt(own, usage), {
    nanoUsd: 180_000 + 40_000 + 15_000,
    priceSource: "own",
  });
  assert.deepEqual(book.costAt(own, NO_USAGE), { nanoUsd: null, priceSource: null });
  const free = { prices: { input_mtok: 0 }, source: "own" };
  assert.equal(book.costAt(free, usage).nanoUsd, 0);
});
