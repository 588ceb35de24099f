import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanSecret, maskedSecret, secretEnds } from "../../../lib/admin/key_secret.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("cleanSecret takes surrounding white space off", () => {
  for (const text of ["sk-1", " sk-1", "sk-1\n", "\t sk-1 \r\n"]) {
    assert.equal(cleanSecret(new Secret(text)).reveal(), "sk-1");
  }
});

Deno.test("cleanSecret refuses what no header may hold and never repeats it", () => {
  const cases: [string, RegExp][] = [
    ["", /empty/],
    [" \n", /empty/],
    ["sk-one sk-two", /white space in its midst/],
    ["sk-one\nsk-two", /white space in its midst/],
    ["sk-\x00one", /control characters/],
    ["sk-\x7fone", /control characters/],
    ["sk-önè", /non-ASCII/],
    ["a".repeat(16_385), /longer than 16384/],
  ];
  for (const [text, rule] of cases) {
    assert.throws(() => cleanSecret(new Secret(text)), flowError("invalid_request", rule));
    if (text.trim() === "") continue;
    assert.throws(() => cleanSecret(new Secret(text)), (e: Error) => !e.message.includes(text));
  }
});

Deno.test("maskedSecret shows three and four characters, of short secrets none", () => {
  const mask = (text: string) => maskedSecret(secretEnds(new Secret(text)));
  assert.equal(mask("sk-0123456789wxyz"), "sk-...wxyz");
  assert.equal(mask("123456789"), "123...6789");
  assert.equal(mask("12345678"), "****");
  assert.equal(mask("x"), "****");
  assert.deepEqual(secretEnds(null), { keyPrefix: "", keySuffix: "" });
});

Deno.test("cleanSecret gives text that fits a header, or refuses", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    try {
      const clean = cleanSecret(new Secret(text)).reveal();
      assert.equal(new Headers({ authorization: clean }).get("authorization"), clean);
    } catch (error) {
      assert.ok(error instanceof FlowError && error.code === "invalid_request", String(error));
    }
  }));
});
