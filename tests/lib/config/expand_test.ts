import assert from "node:assert/strict";
import fc from "fast-check";
import { expand } from "../../../lib/config/expand.ts";

const env: Record<string, string> = { A: "1", B: "two", EMPTY: "" };
const look = (name: string) => env[name];

Deno.test("expand puts variables anywhere in a text", () => {
  const cases: [text: string, expanded: string, whole: boolean][] = [
    ["plain", "plain", false],
    ["${A}", "1", true],
    ["x${A}y${B}z", "x1ytwoz", false],
    ["${A}${B}", "1two", false],
    ["${EMPTY}", "", true],
    ["${NONE:-fallback}", "fallback", true],
    ["${EMPTY:-fallback}", "fallback", true],
    ["${A:-fallback}", "1", true],
    ["${NONE:-}", "", true],
    ["${NONE:-${ALSO:-deep}}", "deep", true],
    ["${NONE:-a ${B} c}!", "a two c!", false],
    ["${NONE:-http://x:1/y}", "http://x:1/y", true],
    ["$${A}", "${A}", false],
    ["${NONE:-$${}}", "${}", false],
    ["$A $ $$ 5$", "$A $ $$ 5$", false],
  ];
  for (const [text, expanded, whole] of cases) {
    const result = expand(text, look);
    assert.deepEqual([result.text, result.whole, result.faults], [expanded, whole, []], text);
  }
});

Deno.test("expand names an unset variable and the two remedies", () => {
  const { faults } = expand("a ${NONE} b", look);
  assert.equal(faults.length, 1);
  assert.match(faults[0]!, /NONE, which is not set: set it, or write \$\{NONE:-default\}/);
});

Deno.test("expand does not ask for variables in a default that is not taken", () => {
  assert.deepEqual(expand("${A:-${NONE}}", look).faults, []);
  assert.equal(expand("${OTHER:-${NONE}}", look).faults.length, 1);
});

Deno.test("expand refuses broken variables", () => {
  for (const text of ["${", "${}", "${A", "${A:-x", "${1A}", "${A-x}", "${A B}", "${NONE:-${A}"]) {
    assert.match(expand(text, look).faults[0] ?? "", /broken variable/, text);
  }
});

Deno.test("expand leaves every text without ${ as it is", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    fc.pre(!text.includes("${"));
    assert.equal(expand(text, look).text, text);
  }));
});

Deno.test("expand gives back every text whose ${ are escaped", () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom("${", "}", "${A}", ":-"));
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    // A text that ends in $ before an escape would read as $$${: keep the two apart.
    const text = pieces.join(" ").replaceAll("$${", "$ ${");
    assert.equal(expand(text.replaceAll("${", () => "$${"), look).text, text);
  }));
});
