import assert from "node:assert/strict";
import { CODE, REASONING, SIMPLE, TECHNICAL } from "../../../lib/router/keywords.ts";

Deno.test("The lists of keywords have their published lengths, and no word twice", () => {
  const lists = [CODE, REASONING, TECHNICAL, SIMPLE];

  assert.deepEqual(lists.map((list) => list.length), [24, 16, 36, 18]);
  for (const list of lists) assert.equal(new Set(list).size, list.length);
});

Deno.test("Keywords are lower-case ASCII, as the search wants them", () => {
  for (const word of [...CODE, ...REASONING, ...TECHNICAL, ...SIMPLE]) {
    assert.match(word, /^[a-z' -]+$/);
  }
});
