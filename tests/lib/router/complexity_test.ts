import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_WEIGHTS, scoreComplexity } from "../../../lib/router/complexity.ts";
import { CODE, REASONING, SIMPLE, TECHNICAL } from "../../../lib/router/keywords.ts";

const words = (count: number): string => Array(count).fill("word").join(" ");
const rounded = (text: string): number => Math.round(scoreComplexity(text).value * 1e4) / 1e4;

/** Scores with the default weights, as published for this scoring. */
const GOLDEN: readonly (readonly [string, number])[] = [
  ["", 0],
  ["Hello!", 0],
  ["Hi!", 0],
  ["Define recursion", 0],
  ["What is Python?", 0],
  ["Thank you, that worked", 0],
  ["Write a function to parse JSON in Python", 0.04],
  ["Implement a distributed consensus algorithm with database and api layers", 0.21],
  [
    "Implement a distributed database sharding service with API endpoints, async workers, and " +
    "query optimization.",
    0.25,
  ],
  ["Please evaluate this", 0.25],
  ["analyze this", 0.25],
  ["critically evaluate this", 1],
  [
    "Step by step, analyze the trade-offs between Raft and Paxos for a multi-region distributed " +
    "system.",
    1,
  ],
  ["Write a first draft of a letter to my therapist about a craft class", 0.13],
  ["function class api database algorithm implement", 0.2],
  ["mutex", 0.05],
  ["mutex deadlock sharding", 0.15],
  ["first do A then do B", 0.05],
  ["1. one 2. two", 0.05],
  ["Costs 1.5 and 2.5 units", 0.05],
  ["and then stop", 0.05],
  ["finally build it", 0.05],
  ["why? how?", 0.025],
  ["why? how? when?", 0.05],
  [words(14), 0],
  [words(15), 0.045],
  [words(49), 0.045],
  [words(50), 0.09],
  [words(149), 0.09],
  [words(150), 0.1275],
  [words(399), 0.1275],
  [words(400), 0.15],
  ["analyze step by step", 1],
  [
    "请详细分析 Raft 和 Paxos 两种共识算法在多区域部署时的差异，并且用代码实现一个支持分片的键值存储，" +
    "说明每一步的取舍，最后给出性能测试的结果和改进的建议。",
    0.1,
  ],
];

for (const [text, score] of GOLDEN) {
  Deno.test(`scoreComplexity gives ${score} for "${text.slice(0, 60)}" (${text.length})`, () => {
    assert.equal(rounded(text), score);
  });
}

Deno.test("scoreComplexity is not rounded: what is 0.25 on paper may not be below it", () => {
  assert.ok(scoreComplexity(GOLDEN[8]![0]).value >= 0.25);
});

Deno.test("scoreComplexity: the contributions add up to the score, in their order", () => {
  const { value, contributions } = scoreComplexity(
    "first debug the mutex? then evaluate? it? now?",
  );

  assert.deepEqual(contributions.map(({ name }) => name), Object.keys(DEFAULT_WEIGHTS));
  assert.equal(contributions.reduce((sum, one) => sum + one.value, 0), value);
  assert.equal(contributions[1]?.found, "debug");
});

Deno.test("scoreComplexity: two markers decide alone, whatever the weights", () => {
  const none = { ...DEFAULT_WEIGHTS, reasoningMarkers: 0 };

  assert.equal(scoreComplexity("assess it step by step", none).value, 1);
  assert.equal(scoreComplexity("assess it", none).value, 0);
});

Deno.test("scoreComplexity weighs as it is told", () => {
  const heavy = { ...DEFAULT_WEIGHTS, technicalTerms: 0.9 };

  assert.equal(scoreComplexity("mutex deadlock sharding", heavy).value, 0.9);
});

/** Texts in which keywords are likely. */
const texts = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...CODE,
      ...REASONING,
      ...TECHNICAL,
      ...SIMPLE,
      "?",
      "1.",
      "2.",
      "then",
      "word",
    ),
    fc.string({ unit: "binary", maxLength: 12 }),
  ),
  { maxLength: 60 },
).map((parts) => parts.join(" "));

Deno.test("scoreComplexity lies between 0 and 1 and is always the same", () => {
  fc.assert(fc.property(texts, (text) => {
    const { value } = scoreComplexity(text);
    assert.ok(value >= 0 && value <= 1, String(value));
    assert.equal(scoreComplexity(text).value, value);
  }));
});

Deno.test("scoreComplexity does not fall when a code word, a term, a marker or words are added", () => {
  const more = fc.constantFrom(...CODE, ...TECHNICAL, ...REASONING, words(30), "?");
  fc.assert(fc.property(texts, more, (text, added) => {
    // Joined without a blank, the seam could make or unmake a word of the other lists.
    const longer = `${text} # ${added}`;
    const shift = SIMPLE.some((word) => longer.toLowerCase().includes(word)) &&
      !SIMPLE.some((word) => text.toLowerCase().includes(word));
    if (shift) return;
    assert.ok(scoreComplexity(longer).value >= scoreComplexity(text).value - 1e-12);
  }));
});

Deno.test("scoreComplexity takes time in proportion to the text, also for endless lists", () => {
  const text = "1. first step 1 ".repeat(40_000);

  assert.equal(rounded(text), 0.15);
});
