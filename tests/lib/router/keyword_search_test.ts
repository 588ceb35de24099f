import assert from "node:assert/strict";
import fc from "fast-check";
import { KeywordSearch } from "../../../lib/router/keyword_search.ts";

Deno.test("KeywordSearch finds words inside others and words that overlap", () => {
  const search = new KeywordSearch(["he", "she", "hers", "his"]);

  assert.deepEqual([...search.search("ushers")], [1, 1, 1, 0]);
  assert.deepEqual([...search.search("")], [0, 0, 0, 0]);
});

Deno.test("KeywordSearch agrees with includes, whatever the words and the text", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "ä", "𝒳"), maxLength: 30 });
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), minLength: 1, maxLength: 4 });
  fc.assert(fc.property(fc.uniqueArray(word, { maxLength: 8 }), piece, (words, text) => {
    const found = new KeywordSearch(words).search(text);
    assert.deepEqual([...found], words.map((one) => text.includes(one) ? 1 : 0));
  }));
});
