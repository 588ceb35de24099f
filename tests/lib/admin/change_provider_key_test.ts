import assert from "node:assert/strict";
import { changeProviderKey, rotateProviderKey } from "../../../lib/admin/change_provider_key.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { getProviderKey } from "../../../lib/store/provider_keys.ts";
import { newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";
import { fakeOutbound } from "../../support/outbound.ts";

Deno.test("changeProviderKey switches off and on, and tells when", async () => {
  await using admin = await openAdmin();
  const { key } = await addProviderKey(admin, CLI_ACTOR, newKey());
  admin.clock.advance(5000);

  const off = await changeProviderKey(admin, CLI_ACTOR, key.id, { enabled: false });

  assert.deepEqual(off.key, { ...key, enabled: false, updatedAtMs: admin.clock.now() });
  const missing = changeProviderKey(admin, CLI_ACTOR, "openai", { enabled: true });
  await assert.rejects(missing, flowError("not_found"));
});

Deno.test("changeProviderKey moves updatedAtMs also within one millisecond: caches go by it", async () => {
  await using admin = await openAdmin();
  const { key } = await addProviderKey(admin, CLI_ACTOR, newKey());

  const secret = new Secret("sk-second-0123456789");
  const changed = await changeProviderKey(admin, CLI_ACTOR, key.id, { secret });

  assert.ok(changed.key.updatedAtMs > key.updatedAtMs);
  const stored = await getProviderKey(admin.db, key.id);
  const opened = await admin.vault.open(key.id, stored!.sealedKey!);
  assert.equal(opened.reveal(), secret.reveal());
});

Deno.test("changeProviderKey does not take away the address of a provider that has no other", async () => {
  await using admin = await openAdmin();
  const base = { provider: "mine", baseUrl: "https://example.com/v1" };
  const { key } = await addProviderKey(admin, CLI_ACTOR, newKey(base));

  const taken = changeProviderKey(admin, CLI_ACTOR, key.id, { baseUrl: null });
  await assert.rejects(taken, flowError("invalid_request", /base URL/));
});

Deno.test("rotateProviderKey asks nobody when the vault is locked", async () => {
  await using admin = await openAdmin();
  const { key } = await addProviderKey(admin, CLI_ACTOR, newKey());
  const outbound = fakeOutbound();
  admin.vault.lock();

  const input = { secret: new Secret("sk-second-0123456789"), force: false };
  const rotated = rotateProviderKey({ ...admin, call: outbound.call }, CLI_ACTOR, key.id, input);
  await assert.rejects(rotated, flowError("vault_locked"));
  assert.equal(outbound.seen.length, 0);
});
