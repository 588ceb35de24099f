import assert from "node:assert/strict";
import { StreamedCall } from "../../../../lib/formats/gemini/streamed_call.ts";

const args = (pieces: readonly unknown[]) => {
  const call = new StreamedCall("f", undefined, undefined);
  for (const piece of pieces) call.add([piece]);
  return call.args;
};

Deno.test("StreamedCall joins text and builds objects and lists by their paths", () => {
  const built = args([
    { jsonPath: "$.city", stringValue: "Bos", willContinue: true },
    { jsonPath: "$.city", stringValue: "ton" },
    { jsonPath: "$.items[0].name", stringValue: "a" },
    { jsonPath: "$.items[1].price", numberValue: 0.5 },
    { jsonPath: "$['odd.key'].isNew", boolValue: true },
    { jsonPath: "$.none", nullValue: "NULL_VALUE" },
  ]);

  assert.deepEqual(built, {
    city: "Boston",
    items: [{ name: "a" }, { price: 0.5 }],
    "odd.key": { isNew: true },
    none: null,
  });
});

Deno.test("StreamedCall survives pieces that make no sense", () => {
  assert.deepEqual(
    args([
      7,
      { jsonPath: "$", stringValue: "x" },
      { stringValue: "x" },
      { jsonPath: "$.a" },
      { jsonPath: "$.a", stringValue: "text" },
      { jsonPath: "$.a.b", numberValue: 1 },
    ]),
    { a: { b: 1 } },
  );
  assert.deepEqual(new StreamedCall("f", undefined, undefined).args, {});
});

Deno.test("StreamedCall makes no prototype of a path, nor a list as long as a path says", () => {
  const built = args([
    { jsonPath: "$.__proto__.polluted", boolValue: true },
    { jsonPath: "$.list[999999999]", numberValue: 1 },
  ]);

  assert.equal(Reflect.get({}, "polluted"), undefined);
  assert.ok(Array.isArray(built.list) && built.list.length === 10_000);
});
