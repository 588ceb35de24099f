import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import {
  flagMember,
  integerMember,
  itemsMember,
  join,
  numberMember,
  objectMember,
  otherMembers,
  requireObject,
  requireText,
  textMember,
  textsMember,
  wrongType,
  wrongValue,
} from "../../../../lib/formats/gemini/typed_members.ts";

const isRefused = (param: string) => (error: unknown): boolean =>
  error instanceof FlowError && error.code === "invalid_request" && error.param === param;

for (const value of [undefined, null]) {
  Deno.test(`members that are ${value} count as not given`, () => {
    const from = { key: value };

    assert.equal(textMember(from, "key", ""), undefined);
    assert.equal(objectMember(from, "key", ""), undefined);
    assert.equal(flagMember(from, "key", ""), undefined);
    assert.equal(numberMember(from, "key", ""), undefined);
    assert.equal(itemsMember(from, "key"), undefined);
    assert.equal(textsMember(from, "key", ""), undefined);
  });
}

Deno.test("members of a wrong type are refused by their path", () => {
  const from = { key: [1] };

  assert.throws(() => textMember(from, "key", "a"), isRefused("a.key"));
  assert.throws(() => objectMember(from, "key", "a"), isRefused("a.key"));
  assert.throws(() => flagMember(from, "key", "a"), isRefused("a.key"));
  assert.throws(() => numberMember(from, "key", ""), isRefused("key"));
  assert.throws(() => textsMember(from, "key", "a"), isRefused("a.key[0]"));
  assert.throws(() => requireText(7, "x"), isRefused("x"));
  assert.throws(() => requireObject("x", "y"), isRefused("y"));
});

Deno.test("numberMember and integerMember take numbers written as text", () => {
  assert.equal(numberMember({ a: "0.5" }, "a", ""), 0.5);
  assert.equal(integerMember({ a: "64" }, "a", ""), 64);
  assert.throws(() => integerMember({ a: 0.5 }, "a", ""), isRefused("a"));
  assert.throws(() => numberMember({ a: "" }, "a", ""), isRefused("a"));
});

Deno.test("itemsMember takes one item for a list of it", () => {
  assert.deepEqual(itemsMember({ a: { b: 1 } }, "a"), [{ b: 1 }]);
  assert.deepEqual(textsMember({ a: "x" }, "a", ""), ["x"]);
});

Deno.test("otherMembers leaves out what is known and what says nothing", () => {
  assert.deepEqual(otherMembers({ a: 1, b: null, c: 3 }, new Set(["a"])), { c: 3 });
});

Deno.test("wrongType and wrongValue name the field and what was found", () => {
  assert.match(wrongType("a.b", "a string", undefined).message, /'a\.b'.*a string.*missing/);
  assert.match(wrongType("a.b", "a string", []).message, /array/);
  assert.equal(wrongValue("a", "No.").message, "No.");
  assert.equal(join("", "a"), "a");
});
