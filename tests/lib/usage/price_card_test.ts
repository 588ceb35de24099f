import assert from "node:assert/strict";
import { priceCard } from "../../../lib/usage/price_card.ts";

Deno.test("priceCard gives integer pico-dollars for a token or a piece", () => {
  const card = priceCard({ input_mtok: 3.125, output_mtok: 0.000001, web_searches_kcount: 10 });

  assert.equal(card.rate("input_mtok", 0), 3_125_000);
  assert.equal(card.rate("output_mtok", 0), 1);
  assert.equal(card.rate("web_searches_kcount", 0), 10_000_000_000);
  assert.equal(card.rate("cache_read_mtok", 0), null);
});

Deno.test("priceCard spreads an hour over its seconds", () => {
  assert.equal(priceCard({ input_audio_hours: 0.36 }).rate("input_audio_hours", 0), 100_000_000);
});

Deno.test("priceCard gives the price of the last tier that the prompt exceeds, in any order", () => {
  const tiers = [{ start: 300, price: 9 }, { start: 100, price: 2 }];
  const card = priceCard({ input_mtok: { base: 1, tiers }, output_mtok: 5 });
  const table: [promptTokens: number, rate: number][] = [
    [0, 1_000_000],
    [100, 1_000_000],
    [101, 2_000_000],
    [300, 2_000_000],
    [301, 9_000_000],
  ];

  for (const [tokens, rate] of table) assert.equal(card.rate("input_mtok", tokens), rate);
  assert.equal(card.rate("output_mtok", 301), 5_000_000);
  assert.equal(card.longAbove, 100);
});

Deno.test("priceCard is empty without a price in a unit that is counted", () => {
  assert.equal(priceCard({}).isEmpty, true);
  assert.equal(priceCard({ input_document_kpages: 1, input_mtok: undefined }).isEmpty, true);
  assert.deepEqual([priceCard({ input_mtok: 0 }).isEmpty, priceCard({}).longAbove], [false, null]);
});
