import assert from "node:assert/strict";
import {
  checkPriority,
  checkWeight,
  providerKeyView,
  storedKey,
} from "../../../lib/admin/provider_key_view.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("providerKeyView holds nothing of the secret but its ends", async () => {
  await using admin = await openAdmin();
  const { key } = await addProviderKey(admin, CLI_ACTOR, newKey());
  const stored = await storedKey(admin.db, key.id);

  assert.deepEqual(providerKeyView(stored), key);
  assert.ok(!("sealedKey" in key));
  await assert.rejects(storedKey(admin.db, "openai"), flowError("not_found"));
});

Deno.test("checkWeight and checkPriority take whole numbers up to 1000", () => {
  assert.deepEqual([checkWeight(1), checkWeight(1000), checkPriority(0)], [1, 1000, 0]);
  for (const wrong of [0, -1, 1001, 1.5, NaN]) {
    assert.throws(() => checkWeight(wrong), flowError("invalid_request"));
  }
  for (const wrong of [-1, 1001, 0.5]) {
    assert.throws(() => checkPriority(wrong), flowError("invalid_request"));
  }
});
