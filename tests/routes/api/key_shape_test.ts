import assert from "node:assert/strict";
import { createdKeyJson, keyJson, providerKey } from "../../../routes/api/key_shape.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { newKey } from "../../support/admin_parts.ts";
import { startAdminApi } from "../../support/admin_api.ts";

Deno.test("keyJson is as its schema says, also for a provider without a key", async () => {
  await using api = await startAdminApi();
  const parts = { ...api.admin, configured: {} };
  const made = await addProviderKey(parts, CLI_ACTOR, newKey());
  const none = await addProviderKey(parts, CLI_ACTOR, newKey({ provider: "ollama", secret: null }));

  assert.deepEqual(providerKey.parse(keyJson(made.key, api.parts)).key_masked, "...cdef");
  assert.deepEqual(createdKeyJson(made.key, api.parts).key_masked, "sk-...cdef");
  assert.equal(keyJson(none.key, api.parts).key_masked, null);
});
