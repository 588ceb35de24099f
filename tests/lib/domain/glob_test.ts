import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesGlob } from "../../../lib/domain/glob.ts";

const cases: [pattern: string, text: string, means: boolean][] = [
  ["gpt-4o", "gpt-4o", true],
  ["GPT-4o", "gpt-4O", true],
  ["gpt-4o", "gpt-4o-mini", false],
  ["gpt-*", "gpt-4o", true],
  ["gpt-*", "gpt-", true],
  ["*mini", "gpt-4o-mini", true],
  ["*mini", "gpt-4o-mini-x", false],
  ["openai/*", "openai/a/b", true],
  ["o?-mini", "o3-mini", true],
  ["o?-mini", "o-mini", false],
  ["a*b*c", "a1b2b3c", true],
  ["a*b*c", "a1c2b", false],
  ["*", "", true],
  ["", "", true],
  ["", "a", false],
  ["a.c", "abc", false],
];

for (const [pattern, text, means] of cases) {
  Deno.test(`matchesGlob: '${pattern}' ${means ? "means" : "does not mean"} '${text}'`, () => {
    assert.equal(matchesGlob(pattern, text), means);
  });
}

Deno.test("matchesGlob agrees with the regular expression that says the same", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
  fc.assert(fc.property(word, text, (pattern, one) => {
    const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
    assert.equal(matchesGlob(pattern, one), new RegExp(`^${source}$`).test(one));
  }));
});

Deno.test("matchesGlob does not go astray on patterns that lead regular expressions there", () => {
  const pattern = `${"*a".repeat(60)}b`;

  // A backtracking matcher would need longer than the universe is old.
  assert.equal(matchesGlob(pattern, "a".repeat(250)), false);
});
