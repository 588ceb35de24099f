import assert from "node:assert/strict";
import { createAdminKey, removeAdminKey, showAdminKeys } from "../../../lib/admin/admin_keys.ts";
import { AuditLog } from "../../../lib/admin/audit.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { listAuditEntries } from "../../../lib/store/audit_log.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

async function start() {
  const parts = await openAdmin();
  let applied = 0;
  const applyChanges = () => {
    applied++;
    return Promise.resolve();
  };
  const all = { ...parts, audit: new AuditLog(parts), applyChanges };
  return {
    parts: all,
    applied: () => applied,
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

const CI = { name: "ci", access: "read", expiresAtMs: null } as const;

Deno.test("createAdminKey stores a hash, puts it into effect and writes it down", async () => {
  await using started = await start();
  const { parts, applied } = started;

  const { key, view } = await createAdminKey(parts, CI, CLI_ACTOR);

  assert.deepEqual(await showAdminKeys(parts), [view]);
  assert.equal(applied(), 1);
  const [entry] = await listAuditEntries(parts.db, {}, null, 10);
  assert.deepEqual([entry?.action, entry?.target], ["admin_key.create", view.id]);
  const rows = await parts.db.selectFrom("admin_keys").selectAll().execute();
  assert.ok(!Deno.inspect([rows, entry], { depth: 9 }).includes(key.reveal()));
});

Deno.test("createAdminKey refuses blank and taken names and times that have passed", async () => {
  await using started = await start();
  const { parts } = started;
  await createAdminKey(parts, CI, CLI_ACTOR);
  const create = (change: object) => createAdminKey(parts, { ...CI, ...change }, CLI_ACTOR);

  await assert.rejects(create({}), flowError("already_exists"));
  await assert.rejects(create({ name: " " }), flowError("invalid_request"));
  for (const expiresAtMs of [0, parts.clock.now(), NaN]) {
    await assert.rejects(create({ name: "x", expiresAtMs }), flowError("invalid_request"));
  }
  assert.equal((await showAdminKeys(parts)).length, 1);
});

Deno.test("removeAdminKey finds a key by id or name", async () => {
  await using started = await start();
  const { parts } = started;
  const { view } = await createAdminKey(parts, CI, CLI_ACTOR);
  await createAdminKey(parts, { ...CI, name: "second" }, CLI_ACTOR);

  assert.equal((await removeAdminKey(parts, view.id, CLI_ACTOR)).name, "ci");
  assert.equal((await removeAdminKey(parts, "second", CLI_ACTOR)).name, "second");
  await assert.rejects(removeAdminKey(parts, "ci", CLI_ACTOR), flowError("not_found"));
});
