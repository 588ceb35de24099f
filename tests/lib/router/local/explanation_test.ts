import assert from "node:assert/strict";
import { explainPlain, explainWords } from "../../../../lib/router/local/explanation.ts";
import { PLAIN_FEATURES } from "../../../../lib/router/local/features.ts";
import { readText } from "../../../../lib/router/local/read_text.ts";

Deno.test("explainPlain gathers features into groups in plain words and loses none", () => {
  const parts = Float64Array.from(PLAIN_FEATURES, (_, at) => 2 ** -at);

  const groups = explainPlain(readText("Analyze 1 question?"), parts);

  const sum = groups.reduce((total, { value }) => total + value, 0);
  assert.ok(Math.abs(sum - parts.reduce((total, part) => total + part, 0)) < 1e-12);
  assert.deepEqual(groups.map(({ name, found }) => `${name}: ${found}`), [
    "length: 3 words",
    "numbers: 1 number",
    "formulas: 0 signs of formulas",
    "code: 0 signs of program text",
    "options: 0 options to choose from",
    "questions: 1 question mark",
    "lines: 1 line",
    "vocabulary: length and rarity of its words",
    "task: demanding: analyze",
  ]);
});

Deno.test("explainWords names the strongest words in both directions once", () => {
  const table = {
    words: ["a", "b", "c"],
    rows: new Map(),
    dimensions: 0,
    vectors: new Int8Array(),
    scales: new Float64Array(),
    rarity: new Uint8Array(),
  };

  const explained = explainWords(table, [0, 1, 2, 1], Float64Array.of(-1, 0.5, 0.25, 0.5), 0.125);

  assert.deepEqual(explained, [{ name: "words", value: 0.375, found: "harder: b, c; easier: a" }]);
});
