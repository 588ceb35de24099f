import assert from "node:assert/strict";
import { addSearchKey, changeSearchKey } from "../../../lib/admin/search_keys.ts";
import { trySearchKey } from "../../../lib/admin/search_trial.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { fakeOutbound } from "../../support/outbound.ts";

const KEY = {
  provider: "tavily",
  name: "main",
  secret: new Secret("tvly-0123456789wxyz"),
  baseUrl: null,
  allowLinkLocal: false,
};

Deno.test("trySearchKey searches with the key that was stored last", async () => {
  await using admin = await openAdmin();
  const { id } = await addSearchKey(admin, CLI_ACTOR, KEY);
  await changeSearchKey(admin, CLI_ACTOR, id, { secret: new Secret("tvly-second-9876543210") });
  const outbound = fakeOutbound();
  outbound.answer = () => ({ json: { results: [{ title: "One" }] } });

  const search = { query: "q", max_results: 1 };
  const trial = await trySearchKey({ ...admin, searchAt: outbound.searchAt }, id, search);

  assert.deepEqual([trial.resultCount, trial.firstTitle], [1, "One"]);
  assert.deepEqual(outbound.seen[0]?.body, { ...search, api_key: "tvly-second-9876543210" });
});
