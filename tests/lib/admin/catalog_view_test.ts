import assert from "node:assert/strict";
import { withFacts } from "../../../lib/admin/catalog_view.ts";
import { saveModelAlias } from "../../../lib/admin/model_aliases.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { providerModel } from "../../support/provider_model.ts";

Deno.test("withFacts finds a model's aliases, whatever the letter case of their targets", async () => {
  await using admin = await openAdmin();
  await saveModelAlias(admin, CLI_ACTOR, { alias: "fast", target: "OpenAI/model-a" });

  const [a, b] = await withFacts(admin, [providerModel("a"), providerModel("b")]);

  assert.deepEqual([a?.aliases, b?.aliases], [["fast"], []]);
});
