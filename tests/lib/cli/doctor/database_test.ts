import assert from "node:assert/strict";
import { brokenDatabase, judgeDatabase, noDatabase } from "../../../../lib/cli/doctor/database.ts";

const MIB = 1024 * 1024;
const SOUND = {
  ok: true,
  problem: null,
  schemaVersion: 1,
  databaseBytes: 1.5 * MIB,
  walBytes: 0,
  freeBytes: 0,
};

Deno.test("judgeDatabase tells schema and size of a sound database", () => {
  const { status, detail } = judgeDatabase("/d/data.db", SOUND);
  assert.equal(status, "ok");
  assert.match(detail, /^\/d\/data\.db is sound; schema 1 of \d+; 1\.5 MiB$/);
});

Deno.test("judgeDatabase warns of much unused space and fails for damage", () => {
  const wasteful = judgeDatabase("/d/data.db", { ...SOUND, freeBytes: 300 * MIB });
  assert.deepEqual([wasteful.status, /300 MiB of it unused/.test(wasteful.detail)], ["warn", true]);

  const damaged = judgeDatabase("/d/data.db", { ...SOUND, ok: false, problem: "It is damaged." });
  assert.deepEqual([damaged.status, damaged.detail], ["fail", "/d/data.db: It is damaged."]);
  assert.match(damaged.remedy ?? "", /flow-router restore/);
});

Deno.test("a database that is missing is a warning, one that cannot be opened a failure", () => {
  assert.equal(noDatabase("/d/data.db").status, "warn");
  assert.equal(brokenDatabase("no database").status, "fail");
});
