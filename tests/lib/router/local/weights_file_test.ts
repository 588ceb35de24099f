import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { PLAIN_FEATURES } from "../../../../lib/router/local/features.ts";
import {
  readWeights,
  type Weights,
  writeWeights,
} from "../../../../lib/router/local/weights_file.ts";

const count = PLAIN_FEATURES.length + 2;
const numbers = (length: number, from = 0.5) =>
  Float64Array.from({ length }, (_, at) => from + at / 7);

const MODEL: Weights = {
  table: {
    words: ["alpha", "beta", "gamma"],
    rows: new Map([["alpha", 0], ["beta", 1], ["gamma", 2]]),
    dimensions: 2,
    vectors: Int8Array.of(1, -2, 127, -127, 0, 5),
    scales: numbers(2),
    rarity: Uint8Array.of(3, 90, 255),
  },
  weights: numbers(count, -1),
  means: numbers(count),
  spreads: numbers(count, 1),
  rawMean: -0.25,
  rawSpread: 1.5,
  quantiles: numbers(101),
};

Deno.test("readWeights reads what writeWeights wrote", () => {
  assert.deepEqual(readWeights(writeWeights(MODEL)), MODEL);
});

Deno.test("readWeights refuses a file that ends anywhere early or has one byte changed", () => {
  const whole = writeWeights(MODEL);
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => readWeights(whole.slice(0, length)), FlowError, `${length} bytes`);
  }
  for (let at = 0; at < whole.length; at++) {
    const damaged = whole.slice();
    damaged[at]! ^= 0x20;
    assert.throws(() => readWeights(damaged), FlowError, `byte ${at}`);
  }
});

Deno.test("readWeights says that the program is to be installed again", () => {
  assert.throws(() => readWeights(new Uint8Array(100)), {
    message: "Cannot read the classifier's weights: it does not begin with FLOWRTR1. " +
      "Install the program again.",
  });
});
