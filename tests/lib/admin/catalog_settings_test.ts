import assert from "node:assert/strict";
import { changeCatalogSettings, showCatalogSettings } from "../../../lib/admin/catalog_settings.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { openAdmin } from "../../support/admin_parts.ts";

Deno.test("changeCatalogSettings holds until it is changed again, and stands in the audit log", async () => {
  await using admin = await openAdmin();
  assert.deepEqual(await showCatalogSettings(admin), { strict: false });

  await changeCatalogSettings(admin, CLI_ACTOR, { strict: true });

  assert.deepEqual([await showCatalogSettings(admin), admin.applied()], [{ strict: true }, 1]);
  const [entry] = await admin.db.selectFrom("audit_log").selectAll().execute();
  assert.deepEqual([entry?.before, entry?.after], ['{"strict":false}', '{"strict":true}']);
});
