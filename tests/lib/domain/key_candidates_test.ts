import assert from "node:assert/strict";
import fc from "fast-check";
import {
  hasKeyCandidate,
  hasNamedValue,
  SHORTEST_KEY,
} from "../../../lib/domain/key_candidates.ts";

const text = fc.string({ unit: fc.constantFrom(..."aZ09-_ .é\n"), maxLength: 120 });

Deno.test("hasKeyCandidate finds exactly the long runs, wherever they lie", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 40 }), text, (before, length, after) => {
      const whole = before + "k".repeat(length) + after;
      const expected = new RegExp(`[A-Za-z0-9_-]{${SHORTEST_KEY}}`).test(whole);
      assert.equal(hasKeyCandidate(whole, /^/), expected);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

Deno.test("hasKeyCandidate asks the prefixes about each long run, a few characters before included", () => {
  const run = "a".repeat(SHORTEST_KEY);
  assert.equal(hasKeyCandidate(`x ${run} ya29.${run}`, /ya29\./), true);
  assert.equal(hasKeyCandidate(`x ${run} ${run} ya29.`, /ya29\./), false);
});

Deno.test("hasNamedValue looks behind quotes, escapes and blanks before a separator", () => {
  const endings = new Set(["key", "ord"]);
  const found = ["KEY:", 'a_key" :', '{\\"Key\\" = 1', "password\t=", "x: 1, 'key': 2", "key=>"];
  const absent = ["", "key", "keys:", "ke:", ": key", 'key" , a:'];
  for (const text of found) assert.equal(hasNamedValue(text, endings), true, text);
  for (const text of absent) assert.equal(hasNamedValue(text, endings), false, text);
});
