import assert from "node:assert/strict";
import {
  amountAt,
  countAt,
  isObject,
  jsonType,
  objectAt,
  parseJson,
  textAt,
} from "../../../../lib/formats/json/guards.ts";

const types: [value: unknown, type: string][] = [
  [null, "null"],
  [[], "array"],
  [{}, "object"],
  ["", "string"],
  [0, "number"],
  [false, "boolean"],
];
for (const [value, type] of types) {
  Deno.test(`jsonType calls ${JSON.stringify(value)} ${type}; isObject is true of objects only`, () => {
    assert.equal(jsonType(value), type);
    assert.equal(isObject(value), type === "object");
  });
}

Deno.test("objectAt gives a member that is an object and nothing else", () => {
  const value = { object: { a: 1 }, list: [], text: "x", none: null };

  assert.deepEqual(objectAt(value, "object"), { a: 1 });
  for (const key of ["list", "text", "none", "missing", "constructor"]) {
    assert.equal(objectAt(value, key), undefined, key);
  }
  assert.equal(objectAt("text", "length"), undefined);
  assert.equal(objectAt(null, "a"), undefined);
});

Deno.test("textAt gives a member that is text and not empty", () => {
  const value = { text: "x", empty: "", number: 1 };

  assert.equal(textAt(value, "text"), "x");
  for (const key of ["empty", "number", "missing", "toString"]) {
    assert.equal(textAt(value, key), null, key);
  }
});

const numbers: [value: unknown, amount: number | null, count: number | null][] = [
  [0, 0, 0],
  [7, 7, 7],
  [1.5, 1.5, null],
  [-1, null, null],
  [2 ** 53, 2 ** 53, null],
  [Infinity, null, null],
  [NaN, null, null],
  ["7", null, null],
  [null, null, null],
];
for (const [value, amount, count] of numbers) {
  Deno.test(`amountAt and countAt read ${typeof value} ${value} as ${amount} and ${count}`, () => {
    assert.equal(amountAt({ n: value }, "n"), amount);
    assert.equal(countAt({ n: value }, "n"), count);
  });
}

Deno.test("parseJson gives undefined for what is not JSON", () => {
  assert.deepEqual(parseJson(` {"a":[1,null]} `), { a: [1, null] });
  assert.equal(parseJson("null"), null);
  for (const text of ["", "[DONE]", "{", "{}x", "undefined"]) {
    assert.equal(parseJson(text), undefined, text);
  }
});
