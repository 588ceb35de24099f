import assert from "node:assert/strict";
import { DEMANDING, EASY } from "../../../../lib/router/local/task_words.ts";

Deno.test("DEMANDING and EASY have no word in common and hold single words in lower case", () => {
  assert.deepEqual([...DEMANDING].filter((word) => EASY.has(word)), []);
  assert.deepEqual([...DEMANDING, ...EASY].filter((word) => !/^[a-z]+$/.test(word)), []);
});
