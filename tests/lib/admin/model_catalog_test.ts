import assert from "node:assert/strict";
import {
  addModel,
  planSync,
  showModels,
  switchModels,
  syncModels,
} from "../../../lib/admin/model_catalog.ts";
import { addProviderKey } from "../../../lib/admin/provider_keys.ts";
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
  const results = await syncModels(parts, await planSync(parts, provider), on);
  return results.map(({ problem, ...rest }) => ({ ...rest, problem: problem?.message ?? null }));
}

Deno.test("syncModels adds new models disabled and keeps what was chosen", async () => {
  await using admin = await openAdmin(LAB);
  const host = "127.0.0.1:1";

  const first = await sync(admin, providers({ [host]: ["a", "b"] }));
  await switchModels(admin, ["a"], true);
  admin.clock.advance(1000);
  const second = await sync(admin, providers({ [host]: ["a", "c"] }));

  assert.deepEqual(first, [{ provider: "lab", listed: 2, added: ["a", "b"], problem: null }]);
  assert.deepEqual(second, [{ provider: "lab", listed: 2, added: ["c"], problem: null }]);
  // A model that the list lacks stays: lists may be partial. Its time tells.
  assert.deepEqual(await names(admin), ["lab/a", "lab/b off", "lab/c off"]);
  const [a, b] = await showModels(admin);
  assert.deepEqual([a!.syncedAtMs - b!.syncedAtMs, a!.displayName], [1000, "a"]);
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
  await addProviderKey(admin, newKey());
  admin.vault.lock();

  const [result] = await sync(admin, providers({}));
  assert.match(result?.problem ?? "", /vault is locked/);

  const defect: CallJson = () => Promise.reject(new TypeError("defect"));
  await using lab = await openAdmin(LAB);
  await assert.rejects(sync(lab, defect), TypeError);
});

Deno.test("planSync asks each provider once, and refuses one that cannot be asked", async () => {
  await using admin = await openAdmin(LAB);
  await addProviderKey(admin, newKey({ label: "second", priority: 1 }));
  await addProviderKey(admin, newKey({ label: "first" }));

  const plans = await planSync(admin, null);

  assert.deepEqual(plans.map(({ provider, keyLabel }) => [provider, keyLabel]), [
    ["openai", "first"],
    ["lab", null],
  ]);
  await assert.rejects(planSync(admin, "groq"), flowError("provider_not_configured"));
});

Deno.test("switchModels switches what the patterns mean, or nothing", async () => {
  await using admin = await openAdmin(LAB);
  const many = Array.from({ length: 2500 }, (_, i) => `m${i}`);
  await sync(admin, providers({ "127.0.0.1:1": ["gpt-a", "gpt-b", ...many] }));

  const changed = await switchModels(admin, ["gpt-*", "lab/gpt-a"], true);
  assert.deepEqual(changed.map(({ modelId, enabled }) => [modelId, enabled]), [
    ["gpt-a", true],
    ["gpt-b", true],
  ]);
  const idle = switchModels(admin, ["gpt-a", "x*", "y"], false);
  await assert.rejects(idle, flowError("not_found", /meant by 'x\*', 'y'/));
  assert.equal((await showModels(admin, { enabled: true })).length, 2);

  assert.equal((await switchModels(admin, ["*"], true)).length, 2502);
  assert.equal((await showModels(admin, { enabled: false })).length, 0);
});

Deno.test("addModel adds one by hand, without the prefix, under the provider's own name", async () => {
  await using admin = await openAdmin();
  await addProviderKey(admin, newKey({ provider: "google" }));
  const input = { provider: "Gemini", displayName: null, enabled: false };

  await addModel(admin, { ...input, modelId: " GEMINI/gemini-x " });
  await addModel(admin, { ...input, modelId: "a/b", displayName: " A ", enabled: true });

  const models = await showModels(admin, { provider: "gemini" });
  assert.deepEqual(models.map((model) => [model.modelId, model.displayName, model.enabled]), [
    ["a/b", "A", true],
    ["gemini-x", "gemini-x", false],
  ]);
  await assert.rejects(
    addModel(admin, { ...input, modelId: "gemini-x" }),
    flowError("already_exists", /google\/gemini-x/),
  );
});

Deno.test("addModel refuses names that are none and providers that cannot be called", async () => {
  await using admin = await openAdmin(LAB);
  const input = { provider: "lab", displayName: null, enabled: false };
  for (const modelId of ["", " ", "lab/", "a b", "a\nb", "x".repeat(257)]) {
    const refusal = flowError("invalid_request", /Cannot add the model/);
    await assert.rejects(addModel(admin, { ...input, modelId }), refusal, JSON.stringify(modelId));
  }
  await assert.rejects(
    addModel(admin, { ...input, provider: "groq", modelId: "m" }),
    flowError("provider_not_configured"),
  );
  assert.deepEqual(await names(admin), []);
});
