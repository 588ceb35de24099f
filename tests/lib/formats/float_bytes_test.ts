import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeFloats, encodeFloats } from "../../../lib/formats/float_bytes.ts";

Deno.test("encodeFloats puts the least significant byte first", () => {
  assert.equal(encodeFloats([1, -2]), btoa("\x00\x00\x80\x3f\x00\x00\x00\xc0"));
});

Deno.test("decodeFloats undoes encodeFloats for numbers of 32 bits", () => {
  const vector = fc.array(fc.float({ noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(vector, (values) => {
    assert.deepEqual(decodeFloats(encodeFloats(values)), values);
  }));
});

for (const text of ["", "AAA=", "no base64!"]) {
  Deno.test(`decodeFloats finds no vector in ${JSON.stringify(text)}`, () => {
    assert.equal(decodeFloats(text), null);
  });
}
