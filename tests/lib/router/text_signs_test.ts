import assert from "node:assert/strict";
import {
  countQuestionMarks,
  countWords,
  multiStepSign,
  STEP_WORDS,
} from "../../../lib/router/text_signs.ts";

const sign = (text: string) =>
  multiStepSign(text, new Set(STEP_WORDS.filter((word) => text.toLowerCase().includes(word))));

Deno.test("countWords parts words as Python does, not as JavaScript does", () => {
  const table: readonly (readonly [string, number])[] = [
    ["", 0],
    ["  \t\n ", 0],
    ["one  two\nthree", 3],
    ["a\u001cb\u001db\u001eb\u001fb", 5],
    ["a\u0085b", 2],
    ["a\u00a0b\u2028b\u3000b", 4],
    ["a\ufeffb", 1],
    ["a\u200bb", 1],
  ];
  for (const [text, count] of table) assert.equal(countWords(text), count, JSON.stringify(text));
});

Deno.test("countQuestionMarks counts the ASCII one only", () => {
  assert.equal(countQuestionMarks("a? b?? c？ d؟"), 3);
});

Deno.test("multiStepSign finds steps", () => {
  const table: readonly (readonly [string, string | null])[] = [
    ["First this,\nthen that", "first … then"],
    [`first ${"x".repeat(58)} then`, "first … then"],
    [`first ${"x".repeat(59)} then`, null],
    ["firstly then", null],
    ["éfirst then", null],
    ["1. one\n\n2. two", "1. … 2."],
    ["2. two 1. one", null],
    ["11. one 2. two", null],
    ["STEP 1 go, Step 2 stay", "step 1 … step 2"],
    ["go and then stop", "and then"],
    ["sand then", null],
    ["after that, rest", "after that"],
    ["finally, please run it", "finally …"],
    [`finally ${"x".repeat(40)} run`, null],
    ["finally\nrun", null],
    ["finally running", null],
  ];
  for (const [text, expected] of table) assert.equal(sign(text), expected, text);
});

Deno.test("multiStepSign looks for no pattern whose words are not there", () => {
  assert.equal(multiStepSign("first this then that", new Set(["first"])), null);
});
