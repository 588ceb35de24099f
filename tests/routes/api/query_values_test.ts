import assert from "node:assert/strict";
import { z } from "zod";
import {
  idInPath,
  moment,
  several,
  wholeNumber,
  yesOrNo,
} from "../../../routes/api/query_values.ts";

const value = (schema: z.ZodType, input: unknown): unknown => {
  const { success, data } = schema.safeParse(input);
  return success ? data : "refused";
};

Deno.test("wholeNumber reads digits within its bounds and nothing else", () => {
  const days = wholeNumber(1, 365).default(7);
  const table: [unknown, unknown][] = [
    ["1", 1],
    ["365", 365],
    ["007", 7],
    [undefined, 7],
    ["0", "refused"],
    ["366", "refused"],
    ["-1", "refused"],
    ["1.5", "refused"],
    ["1e2", "refused"],
    ["0x10", "refused"],
    ["", "refused"],
    [" 5", "refused"],
    ["9".repeat(400), "refused"],
    [["1", "2"], "refused"],
  ];
  for (const [input, expected] of table) assert.equal(value(days, input), expected, String(input));
});

Deno.test("yesOrNo reads true, 1, false and 0", () => {
  const table: [unknown, unknown][] = [
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
    ["yes", "refused"],
    ["", "refused"],
    ["constructor", "refused"],
  ];
  for (const [input, expected] of table) assert.equal(value(yesOrNo, input), expected);
});

Deno.test("several takes one or more", () => {
  const names = several(z.string());

  assert.deepEqual(value(names, "a"), ["a"]);
  assert.deepEqual(value(names, ["a", "b"]), ["a", "b"]);
});

Deno.test("moment takes ISO 8601 with an offset", () => {
  assert.equal(value(moment, "2027-01-31T12:00:00+02:00"), "2027-01-31T12:00:00+02:00");
  for (const text of ["2027-01-31", "2027-01-31T12:00:00", "now", "2027-02-31T12:00:00Z"]) {
    assert.equal(value(moment, text), "refused");
  }
});

Deno.test("query values stand as their own types in a JSON Schema", () => {
  const schema = z.strictObject({
    days: wholeNumber(1, 9),
    on: yesOrNo,
    names: several(z.string()),
  });
  const { properties } = z.toJSONSchema(schema, { io: "input" });

  assert.deepEqual(properties, {
    days: { type: "integer", minimum: 1, maximum: 9 },
    on: { type: "boolean" },
    names: { type: "array", items: { type: "string" } },
  });
});

Deno.test("idInPath takes a text that is not endless", () => {
  assert.deepEqual(value(idInPath, { id: "a" }), { id: "a" });
  assert.equal(value(idInPath, { id: "x".repeat(201) }), "refused");
});
