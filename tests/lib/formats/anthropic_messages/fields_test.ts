import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import * as fields from "../../../../lib/formats/anthropic_messages/fields.ts";

const good: [what: string, read: () => unknown, expected: unknown][] = [
  ["textOf", () => fields.textOf({ a: "x" }, "a", ""), "x"],
  ["objectOf", () => fields.objectOf({ a: { b: 1 } }, "a", ""), { b: 1 }],
  ["maybeText of null", () => fields.maybeText({ a: null }, "a", ""), undefined],
  ["maybeObject of nothing", () => fields.maybeObject({}, "a", ""), undefined],
  ["maybeNumber", () => fields.maybeNumber({ a: 0.5 }, "a", ""), 0.5],
  ["maybeInteger", () => fields.maybeInteger({ a: 5 }, "a", ""), 5],
  ["maybeBoolean", () => fields.maybeBoolean({ a: false }, "a", ""), false],
  ["maybeTexts", () => fields.maybeTexts({ a: ["x"] }, "a", ""), ["x"]],
  ["maybeObjects", () => fields.maybeObjects({ a: [{}] }, "a", ""), [{}]],
  ["otherMembers", () => fields.otherMembers({ a: 1, b: 2, c: null }, new Set(["a"])), { b: 2 }],
  ["otherMembers of nothing", () => fields.otherMembers({ a: 1 }, new Set(["a"])), undefined],
  ["pathOf", () => fields.pathOf("m[0]", "a"), "m[0].a"],
];
for (const [what, read, expected] of good) {
  Deno.test(`${what} reads what is right`, () => assert.deepEqual(read(), expected));
}

const bad: [what: string, read: () => unknown, param: string][] = [
  ["textOf of nothing", () => fields.textOf({}, "a", "m[0]"), "m[0].a"],
  ["textOf of a number", () => fields.textOf({ a: 1 }, "a", ""), "a"],
  ["objectOf of a list", () => fields.objectOf({ a: [] }, "a", ""), "a"],
  ["maybeNumber of text", () => fields.maybeNumber({ a: "1" }, "a", ""), "a"],
  ["maybeInteger of a fraction", () => fields.maybeInteger({ a: 1.5 }, "a", ""), "a"],
  ["maybeBoolean of text", () => fields.maybeBoolean({ a: "yes" }, "a", ""), "a"],
  ["maybeList of an object", () => fields.maybeList({ a: {} }, "a", ""), "a"],
  ["maybeTexts of numbers", () => fields.maybeTexts({ a: ["x", 1] }, "a", ""), "a[1]"],
  ["maybeObjects of texts", () => fields.maybeObjects({ a: ["x"] }, "a", "t"), "t.a[0]"],
];
for (const [what, read, param] of bad) {
  Deno.test(`${what} is an error that names the field`, () => {
    assert.throws(read, (error) => {
      assert.ok(error instanceof FlowError && error.code === "invalid_request");
      assert.equal(error.param, param);
      assert.ok(error.message.includes(param));
      return true;
    });
  });
}

Deno.test("wrongType tells what came instead", () => {
  assert.match(fields.wrongType("a", "a string", 5).message, /got number 5/);
  assert.match(fields.wrongType("a", "a string", []).message, /got an array/);
});
