import assert from "node:assert/strict";
import { jsonSchemaOf, withoutDialect } from "../../../../lib/formats/gemini/schema.ts";

for (
  const [what, schema, expected] of [
    ["types in capitals", { type: "STRING" }, { type: "string" }],
    ["a type of none", { type: "TYPE_UNSPECIFIED", title: "x" }, { title: "x" }],
    ["nullable", { type: "STRING", nullable: true }, { type: ["string", "null"] }],
    [
      "a nullable choice",
      { anyOf: [{ type: "STRING" }], nullable: true },
      { anyOf: [{ type: "string" }, { type: "null" }] },
    ],
    [
      "a nullable enumeration",
      { type: "STRING", format: "enum", enum: ["a"], nullable: true },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    ["numbers as text", { type: "ARRAY", maxItems: "3" }, { type: "array", maxItems: 3 }],
    ["an example", { type: "STRING", example: "a" }, { type: "string", examples: ["a"] }],
    [
      "inner schemas",
      { type: "OBJECT", properties: { type: { type: "ARRAY", items: { type: "INTEGER" } } } },
      { type: "object", properties: { type: { type: "array", items: { type: "integer" } } } },
    ],
    ["names with underscores", { any_of: [{ min_items: "1" }] }, { anyOf: [{ minItems: 1 }] }],
    ["JSON Schema as it is", { type: ["string"], const: 1 }, { type: ["string"], const: 1 }],
  ] as const
) {
  Deno.test(`jsonSchemaOf translates ${what}`, () => {
    assert.deepEqual(jsonSchemaOf(schema), expected);
  });
}

Deno.test("jsonSchemaOf puts properties in the order that is asked for, the rest behind", () => {
  const properties = { a: { type: "STRING" }, b: { type: "STRING" }, c: { type: "STRING" } };
  const schema = jsonSchemaOf({ type: "OBJECT", properties, propertyOrdering: ["c", "a", "x"] });

  assert.deepEqual(Object.keys(schema.properties ?? {}), ["c", "a", "b"]);
  assert.ok(!("propertyOrdering" in schema));
});

Deno.test("withoutDialect takes the dialect's name off and keeps the order of the rest", () => {
  const schema = withoutDialect({ $schema: "x", type: "object", $defs: {}, required: [] });

  assert.deepEqual(Object.keys(schema), ["type", "$defs", "required"]);
});
