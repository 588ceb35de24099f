import assert from "node:assert/strict";
import {
  removeModelAlias,
  saveModelAlias,
  showModelAliases,
} from "../../../lib/admin/model_aliases.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("saveModelAlias keeps aliases one step long, so that none leads in a circle", async () => {
  await using admin = await openAdmin();
  const save = (alias: string, target: string) =>
    saveModelAlias(admin, CLI_ACTOR, { alias, target });
  await save("fast", "groq/a");

  await assert.rejects(save("quick", "fast"), flowError("invalid_request", /another alias/));
  await save("quick", "groq/b");
  await assert.rejects(save("x", "x"), flowError("invalid_request"));
  await save("best", "later");
  await assert.rejects(save("later", "groq/c"), flowError("invalid_request", /stands for it/));
  assert.deepEqual((await showModelAliases(admin)).map(({ alias }) => alias), [
    "best",
    "fast",
    "quick",
  ]);
  await removeModelAlias(admin, CLI_ACTOR, "fast");
  await assert.rejects(removeModelAlias(admin, CLI_ACTOR, "fast"), flowError("not_found"));
});
