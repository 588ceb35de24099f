import assert from "node:assert/strict";
import { valueAt, withValue } from "../../../lib/config/value_tree.ts";

Deno.test("valueAt follows keys and positions, and never leaves the data", () => {
  const tree = { a: [{ b: 1 }] };
  assert.equal(valueAt(tree, ["a", 0, "b"]), 1);
  assert.equal(valueAt(tree, []), tree);
  for (const path of [["x"], ["a", 1], ["a", 0, "b", "c"], ["constructor"], ["a", "map"]]) {
    assert.equal(valueAt(tree, path), undefined, path.join("."));
  }
});

Deno.test("withValue sets a value in a copy and makes missing sections", () => {
  const tree = Object.freeze({ server: Object.freeze({ port: 1 }) });
  assert.deepEqual(withValue(tree, ["server", "host"], "h"), { server: { port: 1, host: "h" } });
  assert.deepEqual(withValue({}, ["a", "b", "c"], 1), { a: { b: { c: 1 } } });
});

Deno.test("withValue leaves a section that is no map for the schema to refuse", () => {
  for (const wrong of [5, null, [1], "x"]) {
    assert.deepEqual(withValue({ server: wrong }, ["server", "port"], 1), { server: wrong });
  }
});
