import assert from "node:assert/strict";
import fc from "fast-check";
import {
  argumentsObject,
  argumentsText,
  readResult,
  renderResult,
} from "../../../../lib/formats/gemini/arguments.ts";

Deno.test("argumentsText undoes argumentsObject, whatever the model wrote", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    const { args, isWhole } = argumentsObject(text);

    const back = argumentsText(args);
    assert.equal(back, isWhole ? JSON.stringify(args) : text);
  }));
});

Deno.test("argumentsObject tells when arguments are no object", () => {
  assert.deepEqual(argumentsObject(""), { args: {}, isWhole: true });
  assert.equal(argumentsObject('{"a":').isWhole, false);
  assert.equal(argumentsObject("[1]").isWhole, false);
  assert.equal(argumentsText(undefined), "{}");
});

for (
  const [what, response, text, isError] of [
    ["result", { result: "sunny" }, "sunny", false],
    ["output", { output: "sunny" }, "sunny", false],
    ["a number", { result: 7 }, "7", false],
    ["error", { error: "no such city" }, "no such city", true],
    ["an object", { temperature: 5 }, '{"temperature":5}', false],
    [
      "an error beside an output",
      { output: "x", error: null },
      '{"output":"x","error":null}',
      false,
    ],
    ["an error with more", { error: "x", code: 5 }, '{"error":"x","code":5}', true],
    ["nothing", {}, "", false],
  ] as const
) {
  Deno.test(`readResult reads ${what}`, () => {
    assert.deepEqual(readResult(response), { text, isError });
  });
}

for (
  const [what, text, expected] of [
    ["plain text", "sunny", { result: "sunny" }],
    ["an object", '{"temperature": 5}', { temperature: 5 }],
    ["an object that looks like an error", '{"error":"x"}', { result: '{"error":"x"}' }],
    ["a list", "[1]", { result: "[1]" }],
    ["a number too long for a double", '{"id":12345678901234567890}', {
      result: '{"id":12345678901234567890}',
    }],
    ["a number too large for a double", '{"a":1e999}', { result: '{"a":1e999}' }],
    ["long digits in a string", '{"a":"12345678901234567890"}', { a: "12345678901234567890" }],
    ["nothing", "", { result: "" }],
  ] as const
) {
  Deno.test(`renderResult writes ${what}`, () => {
    assert.deepEqual(renderResult({ text, isError: false }), expected);
  });
}

Deno.test("readResult reads what renderResult wrote", () => {
  const key = fc.constantFrom("error", "result", "output", "a", "b");
  const object = fc.dictionary(key, fc.oneof(fc.integer(), fc.string(), fc.constant(null)))
    .map((value) => JSON.stringify(value));
  fc.assert(fc.property(fc.oneof(fc.string(), object), fc.boolean(), (text, isError) => {
    assert.deepEqual(readResult(renderResult({ text, isError })), { text, isError });
  }));
});
