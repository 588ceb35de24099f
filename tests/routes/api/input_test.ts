import assert from "node:assert/strict";
import { z } from "zod";
import { checked, InvalidInput } from "../../../routes/api/input.ts";

const schema = z.strictObject({
  name: z.string(),
  size: z.int().min(1).max(10).optional(),
  mode: z.enum(["a", "b"]).optional(),
  api_key: z.string().min(8).optional(),
  inner: z.strictObject({ list: z.array(z.number()) }).optional(),
});

function problems(value: unknown) {
  try {
    checked(schema, value, "body");
  } catch (thrown) {
    assert.ok(thrown instanceof InvalidInput);
    return thrown.problems;
  }
  throw new Error("it was taken");
}

Deno.test("checked gives the value as the schema makes it", () => {
  assert.deepEqual(checked(schema, { name: "n", size: 3 }, "body"), { name: "n", size: 3 });
});

Deno.test("checked names the field, the rule and the value", () => {
  const table: [unknown, string, (string | number)[], RegExp][] = [
    [{}, "missing", ["body", "name"], /^Field required\.$/],
    [{ name: 1 }, "string_type", ["body", "name"], /string.*; the value is 1\.$/],
    [{ name: "n", size: 11 }, "too_big", ["body", "size"], /10; the value is 11\.$/],
    [{ name: "n", mode: "c" }, "invalid_value", ["body", "mode"], /"a"\|"b"; the value is 'c'\.$/],
    [{ name: "n", inner: { list: ["x"] } }, "number_type", ["body", "inner", "list", 0], /'x'/],
    [{ name: "n", role: "admin" }, "extra_forbidden", ["body", "role"], /Unknown field 'role'\./],
    [{ name: "n", inner: { list: [], x: 1 } }, "extra_forbidden", ["body", "inner", "x"], /'x'/],
  ];
  for (const [value, type, loc, msg] of table) {
    const [problem, ...more] = problems(value);
    assert.deepEqual([problem?.type, problem?.loc, more], [type, loc, []]);
    assert.match(problem?.msg ?? "", msg);
  }
});

Deno.test("checked tells everything that is wrong at once", () => {
  assert.equal(problems({ size: 0, mode: "c", x: 1 }).length, 4);
});

Deno.test("checked repeats no secret, wherever it was put", () => {
  const said = JSON.stringify([
    problems({ name: "n", api_key: "short" }),
    problems({ name: "n", api_key: 12345 }),
    problems({ name: "n", mode: "sk-proj-0123456789abcdefghijklmnop" }),
  ]);
  for (const secret of ["short", "12345", "6789abcdefghijklmnop"]) {
    assert.ok(!said.includes(secret), secret);
  }
});

Deno.test("checked takes no member named __proto__", () => {
  const [problem] = problems(JSON.parse('{"name": "n", "__proto__": {"isAdmin": true}}'));

  assert.deepEqual(problem?.loc, ["body", "__proto__"]);
});
