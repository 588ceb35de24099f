import assert from "node:assert/strict";
import fc from "fast-check";
import { LocalModel, toScore } from "../../../../lib/router/local/model.ts";
import { shippedModel } from "../../../../lib/router/local/shipped_model.ts";

const model = shippedModel();

Deno.test("LocalModel scores every text from 0 to 1, and the same text always alike", () => {
  const other = new LocalModel(model.weights);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const { value, contributions } = model.score(text);
      assert.ok(value >= 0 && value <= 1);
      assert.deepEqual(other.score(text), { value, contributions });
    }),
  );
});

Deno.test("LocalModel explains a score fully: contributions add up to it", () => {
  for (
    const text of [
      "",
      "Hi",
      "Prove that 2^n > n for all n.",
      "分析 Raft 的一致性",
      "x ".repeat(4000),
    ]
  ) {
    const { value, contributions } = model.score(text);
    const sum = contributions.reduce((total, { value }) => total + value, 0);

    assert.ok(Math.abs(toScore(sum) - value) < 1e-9, text);
  }
});

Deno.test("LocalModel names words of its own list only, never other text of a prompt", () => {
  const { contributions } = model.score("My password is qxhunterzz7, prove the integral theorem");

  const told = contributions.map(({ found }) => found).join(" ");
  assert.doesNotMatch(told, /qxhunterzz/);
  assert.match(told, /prove/);
});

Deno.test("LocalModel features end with the score's log-odds", () => {
  for (const text of ["", "What is 2 + 2?", "Derive the time complexity of merge sort."]) {
    const features = model.features(text);

    assert.equal(features.length, model.weights.weights.length + 1);
    assert.ok(Math.abs(toScore(features.at(-1)!) - model.score(text).value) < 1e-9);
  }
});

Deno.test("LocalModel puts demanding work above small talk", () => {
  const score = (text: string) => model.score(text).value;
  const easy = ["Hi!", "What is the capital of Australia?", "Give me a synonym for happy.", "你好"];
  const hard = [
    "Derive the closed form of the sum of k^3 for k = 1..n and prove it by induction.",
    "Design a distributed rate limiter for two regions, compare token bucket with sliding window, " +
    "and analyze consistency, latency and failure modes.",
  ];

  assert.ok(Math.max(...easy.map(score)) < Math.min(...hard.map(score)));
});
