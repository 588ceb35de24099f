import assert from "node:assert/strict";
import fc from "fast-check";
import {
  functionOfCustom,
  hasGrammar,
  unwrapCustomInput,
  wrapCustomInput,
} from "../../../../lib/domain/conversation/custom_tools.ts";

Deno.test("unwrapCustomInput undoes wrapCustomInput for any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.equal(unwrapCustomInput(wrapCustomInput(text)), text);
  }));
});

for (const args of ["free text", `{"other":1}`, `{"input":1}`, `{"input":"cut`, "null", "3"]) {
  Deno.test(`unwrapCustomInput leaves ${args} as it is`, () => {
    assert.equal(unwrapCustomInput(args), args);
  });
}

Deno.test("functionOfCustom makes a function with one string", () => {
  const made = functionOfCustom({ type: "custom", name: "run", description: "Runs." });

  assert.equal(made.name, "run");
  assert.equal(made.description, "Runs.");
  assert.deepEqual(made.parameters?.required, ["input"]);
});

const grammars = [
  { type: "grammar", syntax: "lark", definition: "start: A" },
  { type: "grammar", grammar: { syntax: "lark", definition: "start: A" } },
];
for (const grammar of grammars) {
  Deno.test(`functionOfCustom tells ${JSON.stringify(grammar)} in words`, () => {
    const custom = { type: "custom", name: "run", grammar } as const;

    assert.ok(hasGrammar(custom));
    assert.match(JSON.stringify(functionOfCustom(custom).parameters), /lark grammar:\\nstart: A/);
  });
}
