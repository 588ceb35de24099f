import assert from "node:assert/strict";
import { addModel, showModels, switchModels } from "../../../lib/admin/model_catalog.ts";
import { planSync, syncModels } from "../../../lib/admin/model_sync.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import type { CallJson } from "../../../lib/http/json_call.ts";
import { type AdminParts, newKey, openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

const LAB = { lab: { base_url: "http://127.0.0.1:1/v1" } };

/** Lists by host; a number is a status, an absent host cannot be reached. */
function providers(lists: Record<string, readonly string[] | number>): CallJson {
  return ({ url }) => {
    const list = lists[url.host];
    if (list === undefined) {
      return Promise.reject(new FlowError("upstream_unreachable", `Cannot reach ${url.host}.`));
    }
    const status = typeof list === "number" ? list : 200;
    const json = typeof list === "number" ? {} : { data: list.map((id) => ({ id })) };
    return Promise.resolve({ status, headers: new Headers(), json, text: JSON.stringify(json) });
  };
}

async function names(admin: AdminParts): Promise<string[]> {
  const models = await showModels(admin);
  return models.map(({ provider, modelId, enabled }) =>
    `${provider}/${modelId}${enabled ? "" : " off"}`
  );
}

async function sync(admin: AdminParts, call: CallJson, provider: string | null = null, on = false) {
  const parts = { ...admin, call };
  const results = await syncModels(parts, CLI_ACTOR, await planSync(parts, provider), on);
  return results.map(({ problem, models: _models, ...rest }) => ({
    ...rest,
    problem: problem?.message ?? null,
  }));
}

Deno.test("syncModels adds new models disabled and keeps what was chosen", async () => {
  await using admin = await openAdmin(LAB);
  const host = "127.0.0.1:1";

  const first = await sync(admin, providers({ [host]: ["a", "b"] }));
  await switchModels(admin, CLI_ACTOR, { patterns: ["a"] }, true);
  admin.clock.advance(1000);
  const second = await sync(admin, providers({ [host]: ["a", "c"] }));

  assert.deepEqual(first, [{
    provider: "lab",
    listed: 2,
    added: ["a", "b"],
    vanished: [],
    problem: null,
  }]);
  assert.deepEqual(second, [{
    provider: "lab",
    listed: 2,
    added: ["c"],
    vanished: ["b"],
    problem: null,
  }]);
  // A model that the list lacks stays, marked.
  assert.deepEqual(await names(admin), ["lab/a", "lab/b off", "lab/c off"]);
  const [a, b] = await showModels(admin);
  assert.deepEqual([a!.syncedAtMs - b!.syncedAtMs, a!.displayName], [1000, "a"]);
  assert.deepEqual([a!.missingSinceMs, b!.missingSinceMs], [null, admin.clock.now()]);
});

Deno.test("syncModels enables new models when asked, and only those", async () => {
  await using admin = await openAdmin(LAB);
  const call = providers({ "127.0.0.1:1": ["a"] });
  await sync(admin, call);

  await sync(admin, providers({ "127.0.0.1:1": ["a", "b"] }), "LAB", true);

  assert.deepEqual(await names(admin), ["lab/a off", "lab/b"]);
});

Deno.test("syncModels goes on when a provider fails, and says why", async () => {
  await using admin = await openAdmin({
    ...LAB,
    down: { base_url: "http://127.0.0.1:2" },
    bare: { base_url: "http://127.0.0.1:3" },
    shut: { base_url: "http://127.0.0.1:4" },
  });
  const call = providers({ "127.0.0.1:1": ["a"], "127.0.0.1:3": 404, "127.0.0.1:4": 401 });

  const results = await sync(admin, call);

  const problems = Object.fromEntries(results.map((one) => [one.provider, one.problem ?? ""]));
  assert.equal(problems["lab"], "");
  assert.match(problems["down"]!, /Cannot reach/);
  assert.match(problems["bare"]!, /lists no models.*models add bare\/MODEL/);
  assert.match(problems["shut"]!, /401.*Is the key 'none' right/);
  assert.deepEqual(await names(admin), ["lab/a off"]);
});

Deno.test("syncModels tells of a locked vault as of any other problem, a defect rejects", async () => {
  await using admin = await openAdmin();
  await addProviderKey(admin, CLI_ACTOR, newKey());
  admin.vault.lock();

  const [result] = await sync(admin, providers({}));
  assert.match(result?.problem ?? "", /vault is locked/);

  const defect: CallJson = () => Promise.reject(new TypeError("defect"));
  await using lab = await openAdmin(LAB);
  await assert.rejects(sync(lab, defect), TypeError);
});

Deno.test("planSync asks each provider once, and refuses one that cannot be asked", async () => {
  await using admin = await openAdmin(LAB);
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "second", priority: 1 }));
  await addProviderKey(admin, CLI_ACTOR, newKey({ label: "first" }));

  const plans = await planSync(admin, null);

  assert.deepEqual(plans.map(({ provider, keyLabel }) => [provider, keyLabel]), [
    ["openai", "first"],
    ["lab", null],
  ]);
  await assert.rejects(planSync(admin, "groq"), flowError("provider_not_configured"));
});

Deno.test("syncModels marks what vanished once, and takes the mark off when it is back", async () => {
  await using admin = await openAdmin(LAB);
  const listing = (...names: string[]) => sync(admin, providers({ "127.0.0.1:1": names }));
  const missing = async () => (await showModels(admin)).map(({ missingSinceMs }) => missingSinceMs);
  await listing("a", "b");
  admin.clock.advance(1000);
  const goneMs = admin.clock.now();
  await listing("a");
  admin.clock.advance(1000);

  assert.deepEqual((await listing("a"))[0]?.vanished, []);
  assert.deepEqual(await missing(), [null, goneMs]);
  admin.clock.advance(1000);
  await listing("a", "b");
  assert.deepEqual(await missing(), [null, null]);
});

Deno.test("syncModels marks nothing for an empty list, for half of one, nor for the work of hands", async () => {
  await using admin = await openAdmin(LAB);
  await sync(admin, providers({ "127.0.0.1:1": ["a", "b"] }));
  const input = { provider: "lab", modelId: "own", displayName: null, enabled: true };
  await addModel(admin, CLI_ACTOR, input);
  admin.clock.advance(1000);

  await sync(admin, providers({ "127.0.0.1:1": [] }));
  let page = 0;
  const endless: CallJson = () => {
    const json = { data: [{ id: `m${page}` }], has_more: true, last_id: `m${page++}` };
    return Promise.resolve({ status: 200, headers: new Headers(), json, text: "" });
  };
  await sync(admin, endless);
  assert.ok((await showModels(admin)).every(({ missingSinceMs }) => missingSinceMs === null));

  admin.clock.advance(1000);
  await sync(admin, providers({ "127.0.0.1:1": ["a"] }));
  const left = (await showModels(admin)).filter(({ missingSinceMs }) => missingSinceMs === null);
  assert.deepEqual(left.map(({ modelId }) => modelId), ["a", "own"]);
});
