import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addEncoded,
  classOf,
  countClass,
  encode,
  type Histogram,
  middleOf,
  percentiles,
  sumOfEncoded,
} from "../../../lib/domain/histogram.ts";

const durations = fc.array(fc.oneof(fc.nat(64), fc.nat(3_600_000), fc.maxSafeNat()));

function histogramOf(values: readonly number[]): Histogram {
  const histogram: Histogram = new Map();
  for (const value of values) countClass(histogram, classOf(value), 1);
  return histogram;
}

function decoded(bytes: Uint8Array): Histogram {
  const histogram: Histogram = new Map();
  addEncoded(histogram, bytes);
  return histogram;
}

Deno.test("classOf grows by one, and middleOf is within 1/32 of every duration", () => {
  for (let ms = 1; ms < 20_000; ms++) {
    assert.ok([0, 1].includes(classOf(ms) - classOf(ms - 1)), `${ms}`);
  }
  fc.assert(fc.property(fc.maxSafeNat(), (ms) => {
    assert.ok(Math.abs(middleOf(classOf(ms)) - ms) <= ms / 32);
  }));
  assert.deepEqual([classOf(-3), classOf(0.4), classOf(31)], [0, 0, 31]);
});

Deno.test("addEncoded gives back what encode wrote", () => {
  fc.assert(fc.property(durations, (values) => {
    const histogram = histogramOf(values);

    assert.deepEqual(decoded(encode(histogram)), new Map([...histogram].sort(([a], [b]) => a - b)));
  }));
});

Deno.test("addEncoded adds up, and taking out again leaves nothing", () => {
  fc.assert(fc.property(durations, durations, (some, others) => {
    const sum = histogramOf(some);
    addEncoded(sum, encode(histogramOf(others)));
    assert.deepEqual(sum, histogramOf([...some, ...others]));

    for (const value of [...some, ...others]) countClass(sum, classOf(value), -1);

    assert.deepEqual(encode(sum), new Uint8Array());
  }));
});

Deno.test("sumOfEncoded is what addEncoded adds up to, also when counts cancel out", () => {
  const entry = fc.tuple(fc.nat(799), fc.integer({ min: -1e9, max: 1e9 }));
  const histogram = fc.array(entry).map((entries): Histogram => new Map(entries));
  fc.assert(fc.property(histogram, histogram, fc.boolean(), (one, other, isOpposite) => {
    if (isOpposite) { for (const [index, times] of one) other.set(index, -times); }
    const sum = new Map(one);
    addEncoded(sum, encode(other));

    assert.deepEqual(sumOfEncoded(encode(one), encode(other)), encode(sum));
  }));
});

Deno.test("encode keeps counts below nothing", () => {
  const histogram: Histogram = new Map([[3, -200], [900, 70_000]]);

  assert.deepEqual(decoded(encode(histogram)), histogram);
});

Deno.test("percentiles gives the classes of the nearest ranks", () => {
  const encoded = encode(histogramOf([1, 2, 3, 4, 1000]));
  const last = middleOf(classOf(1000));

  assert.deepEqual(percentiles(encoded, [0.5, 0.8, 0.95, 1]), [3, 4, last, last]);
  assert.deepEqual(percentiles(new Uint8Array(), [0.5]), [null]);
});
