import assert from "node:assert/strict";
import { findCycle, holdsTypesOnly, importsOf } from "./source_tree.ts";

Deno.test("importsOf finds every way to import a file and no package", () => {
  const source = `
    import { a } from "./a.ts";
    import type {
      B,
    } from "../b.ts";
    import "./c.ts";
    export { d } from "./d/d.ts";
    const e = await import("./e.ts");
    type F = import("./f.ts").F;
    import zod from "zod";
    // import { g } from "./g.ts";
    /* import { h } from "./h.ts"; */
  `;

  assert.deepEqual(importsOf("lib/x/y.ts", source), [
    "lib/x/a.ts",
    "lib/b.ts",
    "lib/x/c.ts",
    "lib/x/d/d.ts",
    "lib/x/e.ts",
    "lib/x/f.ts",
  ]);
});

Deno.test("findCycle names the files along a cycle", () => {
  const graph = new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", []], ["d", ["b"]]]);

  assert.deepEqual(findCycle(graph), ["b", "d", "b"]);
});

Deno.test("findCycle is null where two paths meet again", () => {
  const graph = new Map([["a", ["b", "c"]], ["b", ["d"]], ["c", ["d"]], ["d", []]]);

  assert.equal(findCycle(graph), null);
});

for (
  const [source, expected] of [
    [`export interface A { readonly b: () => void }\nexport type C = "const" | "function";`, true],
    [`/** const a = 1 */\nexport type A = string;`, true],
    [`export const a = 1;`, false],
    [`async function a() {}\nexport type B = typeof a;`, false],
    [`export abstract class A {}`, false],
  ] as const
) {
  Deno.test(`holdsTypesOnly is ${expected} for \`${source}\``, () => {
    assert.equal(holdsTypesOnly(source), expected);
  });
}
