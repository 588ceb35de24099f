import assert from "node:assert/strict";
import { printable, tableLines } from "../../../lib/cli/table.ts";

const rows = [{ name: "ä", count: 5 }, { name: "longer", count: 12345 }];

Deno.test("tableLines aligns columns and leaves no blanks at the end", () => {
  const lines = tableLines([
    { heading: "NAME", cell: ({ name }) => name },
    { heading: "COUNT", cell: ({ count }) => String(count), align: "right" },
    { heading: "", cell: () => "" },
  ], rows);
  assert.deepEqual(lines, ["NAME    COUNT", "ä           5", "longer  12345"]);
});

Deno.test("tableLines shows the headings of an empty table", () => {
  assert.deepEqual(tableLines([{ heading: "A", cell: () => "" }], []), ["A"]);
});

Deno.test("printable takes away what would steer the terminal", () => {
  assert.equal(printable("a\x1b[2Jb\r\nc\u0007"), "a [2Jb c ");
  assert.equal(printable("Zoë 👍"), "Zoë 👍");
});
