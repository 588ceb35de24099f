import assert from "node:assert/strict";
import { csvLine } from "../../../lib/domain/csv.ts";

const CELLS: readonly (readonly [unknown, string])[] = [
  [null, ""],
  [undefined, ""],
  [-5, "-5"],
  [true, "true"],
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["  =1+1", "'  =1+1"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["＝1+1", "'＝1+1"],
  ['=cmd|"/C calc"!A0', `"'=cmd|""/C calc""!A0"`],
  [{ a: 1 }, '"{""a"":1}"'],
];

Deno.test("csvLine quotes what needs it, and gives no spreadsheet a formula", () => {
  for (const [value, expected] of CELLS) assert.equal(csvLine([value]), expected);
  assert.equal(csvLine(["a", null, 1]), "a,,1");
});
