import assert from "node:assert/strict";
import { MIGRATIONS } from "../../../lib/store/migrations.ts";

Deno.test("MIGRATIONS are numbered 1, 2, 3 … and named", () => {
  assert.deepEqual(MIGRATIONS.map(({ number }) => number), MIGRATIONS.map((_, index) => index + 1));
  for (const { name } of MIGRATIONS) assert.match(name, /^[a-z0-9_]+$/);
});

Deno.test("MIGRATIONS hold every file of the migrations folder, in order", () => {
  const folder = new URL("../../../migrations/", import.meta.url);
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".sql")).toSorted();

  assert.deepEqual(
    files,
    MIGRATIONS.map(({ number, name }) => `${String(number).padStart(4, "0")}_${name}.sql`),
  );
  for (const [index, file] of files.entries()) {
    assert.equal(MIGRATIONS[index]?.text, Deno.readTextFileSync(new URL(file, folder)));
  }
});

Deno.test("MIGRATIONS leave transactions to the runner", () => {
  for (const { name, text } of MIGRATIONS) {
    const statements = text.replace(/--.*$/gm, "");
    assert.doesNotMatch(
      statements,
      /\b(COMMIT|ROLLBACK)\b|\bBEGIN\s+(IMMEDIATE|EXCLUSIVE|TRANSACTION)/i,
      name,
    );
  }
});
