import assert from "node:assert/strict";
import {
  averageVector,
  knownWords,
  PLAIN_FEATURES,
  plainFeatures,
} from "../../../../lib/router/local/features.ts";
import { readText } from "../../../../lib/router/local/read_text.ts";
import type { WordTable } from "../../../../lib/router/local/word_table.ts";

const TABLE: WordTable = {
  words: ["the", "integral"],
  rows: new Map([["the", 0], ["integral", 1]]),
  dimensions: 2,
  vectors: Int8Array.of(10, 0, 0, 100),
  scales: Float64Array.of(0.1, 0.5),
  rarity: Uint8Array.of(0, 224),
};

Deno.test("knownWords lets rare words weigh more than common ones", () => {
  const { rows, shares, looked } = knownWords(readText("the integral foo"), TABLE);

  assert.deepEqual(rows, [0, 1]);
  assert.ok(shares[1]! > 50 * shares[0]!);
  assert.ok(shares[0]! + shares[1]! < 1);
  assert.equal(looked, 3);
});

Deno.test("plainFeatures has one number for each name, all finite, also for an empty text", () => {
  for (const text of ["", "the integral of 3x?", "{}".repeat(9000)]) {
    const reading = readText(text);
    const values = plainFeatures(reading, knownWords(reading, TABLE), TABLE);

    assert.equal(values.length, PLAIN_FEATURES.length);
    assert.ok(values.every(Number.isFinite), text);
  }
});

Deno.test("averageVector is the shares' mean of the vectors in their own units", () => {
  const known = knownWords(readText("integral"), TABLE);

  assert.deepEqual([...averageVector(known, TABLE)], [0, known.shares[0]! * 100 * 0.5]);
});
