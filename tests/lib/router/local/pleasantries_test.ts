import assert from "node:assert/strict";
import { COURTESY_PHRASES, COURTESY_WORDS } from "../../../../lib/router/local/pleasantries.ts";

Deno.test("COURTESY_WORDS and COURTESY_PHRASES are in lower case, as texts are when they are looked for", () => {
  const shouted = [...COURTESY_WORDS, ...COURTESY_PHRASES].filter((one) =>
    one !== one.toLowerCase()
  );

  assert.deepEqual(shouted, []);
});

Deno.test("COURTESY_PHRASES name a phrase before any phrase that is part of it", () => {
  const hidden = COURTESY_PHRASES.filter((phrase, at) =>
    COURTESY_PHRASES.slice(0, at).some((earlier) => phrase.includes(earlier))
  );

  assert.deepEqual(hidden, []);
});
