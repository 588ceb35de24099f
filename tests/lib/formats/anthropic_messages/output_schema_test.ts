import assert from "node:assert/strict";
import { adaptSchema } from "../../../../lib/formats/anthropic_messages/output_schema.ts";

Deno.test("adaptSchema leaves a schema that fits as it is", () => {
  const schema = {
    type: "object",
    properties: { a: { type: ["string", "null"] }, b: { $ref: "#/$defs/B" } },
    required: ["a", "b"],
    additionalProperties: false,
    $defs: { B: { enum: ["x", 1] } },
  };

  assert.deepEqual(adaptSchema(schema), { schema, told: [] });
});

Deno.test("adaptSchema closes every object, also inside lists and alternatives", () => {
  const open = { type: "object", properties: {} };
  const closed = { ...open, additionalProperties: false };

  const { schema } = adaptSchema({ type: "array", items: { oneOf: [open, { type: "null" }] } });

  assert.deepEqual(schema, { type: "array", items: { anyOf: [closed, { type: "null" }] } });
});

Deno.test("adaptSchema tells in words what is not enforced", () => {
  const { schema, told } = adaptSchema({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { n: { type: "integer", minimum: 1, description: "Count." } },
    additionalProperties: { type: "string" },
  });

  assert.deepEqual(told, ["minimum", "additionalProperties"]);
  assert.deepEqual(schema, {
    type: "object",
    properties: { n: { type: "integer", description: "Count.\n\n{minimum: 1}" } },
    additionalProperties: false,
    description: `{additionalProperties: {"type":"string"}}`,
  });
});

Deno.test("adaptSchema keeps known formats and tells others", () => {
  const { schema } = adaptSchema({ anyOf: [{ format: "date" }, { format: "color" }] });

  assert.deepEqual(schema, { anyOf: [{ format: "date" }, { description: `{format: "color"}` }] });
});
