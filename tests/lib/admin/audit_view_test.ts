import assert from "node:assert/strict";
import { AuditLog } from "../../../lib/admin/audit.ts";
import {
  AUDIT_COLUMNS,
  auditCsvLine,
  auditEntries,
  auditPage,
} from "../../../lib/admin/audit_view.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { openAdmin } from "../../support/admin_parts.ts";

Deno.test("auditPage tells whether there is more", async () => {
  await using parts = await openAdmin();
  const audit = new AuditLog(parts);
  for (const target of ["a", "b"]) await audit.record({ actor: CLI_ACTOR, action: "x.y", target });

  const first = await auditPage(parts, {}, null, 1);
  assert.deepEqual(first.entries.map(({ target }) => target), ["b"]);
  const last = await auditPage(parts, {}, first.nextCursor, 1);
  assert.deepEqual([last.entries[0]?.target, last.nextCursor], ["a", null]);
  assert.equal((await auditPage(parts, {}, null, 2)).nextCursor, null);
});

Deno.test("auditEntries reads more than one step", async () => {
  await using parts = await openAdmin();
  const audit = new AuditLog(parts);
  await parts.db.transaction().execute(async (transaction) => {
    for (let n = 0; n < 501; n++) {
      await audit.record({ actor: CLI_ACTOR, action: "x.y", target: `${n}` }, transaction);
    }
  });

  const targets = (await Array.fromAsync(auditEntries(parts, {}))).map(({ target }) => target);
  assert.equal(targets.length, 501);
  assert.deepEqual([targets[0], targets.at(-1)], ["500", "0"]);
});

Deno.test("auditCsvLine has a cell for each column and defuses formulas", () => {
  const line = auditCsvLine({
    id: "1",
    at: "2027-01-01T00:00:00.000Z",
    actor: { kind: "cli", id: null, name: '=HYPERLINK("x")' },
    ip: null,
    action: "a.b",
    target: "two\nlines, and a comma",
    before: null,
    after: { n: 1 },
  });

  assert.equal(
    line,
    '1,2027-01-01T00:00:00.000Z,cli,,"\'=HYPERLINK(""x"")",,a.b,"two\nlines, and a comma",,"{""n"":1}"',
  );
  assert.equal(AUDIT_COLUMNS.length, 10);
});
