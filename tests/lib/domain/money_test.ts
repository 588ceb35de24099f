import assert from "node:assert/strict";
import fc from "fast-check";
import { formatUsd, NANO_PER_USD, UNPRICED } from "../../../lib/domain/money.ts";

const TEXTS = [
  [0, "0"],
  [1, "0.000000001"],
  [4_200_000, "0.0042"],
  [NANO_PER_USD, "1"],
  [-1_500_000_000, "-1.5"],
  [-1, "-0.000000001"],
  [Number.MAX_SAFE_INTEGER, "9007199.254740991"],
] as const;

for (const [nanoUsd, text] of TEXTS) {
  Deno.test(`formatUsd writes ${nanoUsd} nano-dollars as ${text}`, () => {
    assert.equal(formatUsd(nanoUsd), text);
  });
}

Deno.test("formatUsd is exact: its digits give the amount back", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (nanoUsd) => {
    const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(
      formatUsd(nanoUsd),
    ) ?? [];
    assert.equal(BigInt(sign + whole + fraction.padEnd(9, "0")), BigInt(nanoUsd));
  }));
});

Deno.test("UNPRICED is unknown, not free", () => {
  assert.deepEqual({ ...UNPRICED }, { nanoUsd: null, priceSource: null });
});
