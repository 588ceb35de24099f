import assert from "node:assert/strict";
import { toolSchema } from "../../../../lib/formats/anthropic_messages/tool_schema.ts";

const text = { type: "string" };

const cases: [
  what: string,
  given: Record<string, unknown> | undefined,
  schema: unknown,
  loose: boolean,
][] = [
  ["makes absent parameters an empty object", undefined, { type: "object", properties: {} }, false],
  [
    "names the type",
    { properties: { a: text } },
    { properties: { a: text }, type: "object" },
    false,
  ],
  [
    "keeps an object",
    { type: "object", minProperties: 1 },
    { type: "object", minProperties: 1 },
    false,
  ],
  ["says so when the type was another", { type: "string" }, { type: "object" }, true],
  [
    "joins alternatives, requiring what all require",
    {
      anyOf: [
        { properties: { a: text, b: text }, required: ["a", "b"] },
        { properties: { a: text }, required: ["a"] },
      ],
    },
    { type: "object", properties: { a: text, b: text }, required: ["a"] },
    true,
  ],
  [
    "joins what must hold together",
    { properties: { a: text }, allOf: [{ properties: { b: text }, required: ["b"] }] },
    { properties: { b: text, a: text }, type: "object", required: ["b"] },
    true,
  ],
];
for (const [what, given, schema, isLoosened] of cases) {
  Deno.test(`toolSchema ${what}`, () => {
    assert.deepEqual(toolSchema(given), { schema, isLoosened });
  });
}
