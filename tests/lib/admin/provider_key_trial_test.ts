import assert from "node:assert/strict";
import { tryProviderKey } from "../../../lib/admin/provider_key_trial.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { newKey, openAdmin } from "../../support/admin_parts.ts";
import { fakeOutbound } from "../../support/outbound.ts";

Deno.test("tryProviderKey tells in words what came", async () => {
  await using admin = await openAdmin();
  const { key } = await addProviderKey(admin, CLI_ACTOR, newKey({ enabled: false }));
  const outbound = fakeOutbound();
  const said = async () => {
    const { ok, message } = await tryProviderKey({ ...admin, call: outbound.call }, key.id);
    return `${ok} ${message}`;
  };

  assert.equal(await said(), "true OpenAI answers and lists 1 models.");
  outbound.answer = () => ({ status: 404, json: {} });
  assert.match(await said(), /^true .*lists no models, so that the key was not tried/);
  outbound.answer = () => ({ status: 403, json: {} });
  assert.match(await said(), /^false The key is refused/);
  outbound.answer = () => ({ json: "<html>" });
  assert.match(await said(), /^false .*an HTML page/);
});
