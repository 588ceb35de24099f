import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesOfUnits, unitsOfBytes } from "../../../../lib/formats/gemini/byte_offsets.ts";

Deno.test("bytesOfUnits and unitsOfBytes undo each other at every character", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom("a", "é", "語", "🙂")), (characters) => {
    const text = characters.join("");
    let units = 0;
    for (const character of characters) {
      units += character.length;
      const bytes = new TextEncoder().encode(text.slice(0, units)).length;

      assert.equal(bytesOfUnits(text, units), bytes);
      assert.equal(unitsOfBytes(text, bytes), units);
    }
  }));
});

Deno.test("unitsOfBytes stays inside the text and never splits a character", () => {
  assert.equal(unitsOfBytes("a🙂", 3), 1);
  assert.equal(unitsOfBytes("a🙂", 99), 3);
});
