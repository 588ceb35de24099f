import assert from "node:assert/strict";
import {
  addSearchKey,
  changeSearchKey,
  removeSearchKey,
  showSearchKeys,
} from "../../../lib/admin/search_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

const KEY = {
  provider: "tavily",
  name: " main ",
  secret: new Secret("tvly-0123456789wxyz"),
  baseUrl: " ",
  allowLinkLocal: false,
};

Deno.test("addSearchKey, changeSearchKey and removeSearchKey keep what is not named", async () => {
  await using admin = await openAdmin();
  const key = await addSearchKey(admin, CLI_ACTOR, KEY);
  assert.deepEqual([key.name, key.masked, key.baseUrl], ["main", "...wxyz", null]);
  admin.clock.advance(10);

  const off = await changeSearchKey(admin, CLI_ACTOR, key.id, { enabled: false });

  assert.deepEqual(off, { ...key, enabled: false, updatedAtMs: admin.clock.now() });
  assert.deepEqual(await showSearchKeys(admin), [off]);
  assert.deepEqual(await removeSearchKey(admin, CLI_ACTOR, key.id), off);
  await assert.rejects(removeSearchKey(admin, CLI_ACTOR, key.id), flowError("not_found"));
});

Deno.test("addSearchKey refuses addresses that give away a machine's credentials", async () => {
  await using admin = await openAdmin();
  const link = { ...KEY, baseUrl: "http://169.254.169.254/search" };

  await assert.rejects(
    addSearchKey(admin, CLI_ACTOR, link),
    flowError("invalid_request", /link-local/),
  );
  const key = await addSearchKey(admin, CLI_ACTOR, { ...link, allowLinkLocal: true });
  const moved = changeSearchKey(admin, CLI_ACTOR, key.id, { baseUrl: link.baseUrl });
  await assert.rejects(moved, flowError("invalid_request", /link-local/));
});
