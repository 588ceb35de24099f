import assert from "node:assert/strict";
import { ModelScope } from "../../../lib/domain/model_scope.ts";
import { OwnPrices } from "../../../lib/usage/own_model_prices.ts";
import { admitModel } from "../../../lib/gateway/admit_model.ts";
import { flowError } from "../../support/flow_error.ts";
import { catalogModel, directoryOf, gatewayFixture, send } from "../../support/gateway.ts";

const MODELS = [catalogModel("openai", "on"), catalogModel("openai", "off", false)];
const aliases = new Map([["fast", "openai/on"], ["slow", "openai/off"]]);

Deno.test("admitModel lets aliases stand for their targets", () => {
  const directory = directoryOf({ aliases });

  const { entry, upstreamModel, alias } = admitModel("fast", directory);

  assert.deepEqual([entry.provider.id, upstreamModel, alias], ["openai", "on", "fast"]);
  assert.throws(() => admitModel("Fast", directory), flowError("model_not_found"));
});

Deno.test("admitModel lets only enabled models of the catalog through where it is strict", () => {
  const strict = directoryOf({ models: MODELS, aliases, isStrict: true });
  const loose = directoryOf({ models: MODELS, aliases });

  for (const name of ["openai/on", "on", "fast"]) admitModel(name, strict);
  for (const name of ["openai/off", "off", "slow", "openai/unknown", "gpt-4o"]) {
    const refusal = flowError("model_not_found", /flow-router models enable openai\//);
    assert.throws(() => admitModel(name, strict), refusal, name);
    admitModel(name, loose);
  }
});

Deno.test("admitModel does not take another provider's enabled model for it", () => {
  const models = [catalogModel("groq", "m"), catalogModel("openai", "m", false)];
  const directory = directoryOf({ models, isStrict: true });

  assert.throws(() => admitModel("openai/m", directory), flowError("model_not_found"));
  admitModel("groq/m", directory);
});

Deno.test("admitModel tells who may not have a model what the token allows", () => {
  const directory = directoryOf({ aliases });
  const models = new ModelScope(["fast", "gpt-*"], null);
  const providers = new ModelScope(null, ["groq"]);

  admitModel("fast", directory, models);
  const byModel = flowError("model_not_allowed", /allows these models: fast, gpt-\*/);
  // The alias is allowed, what it stands for is not.
  assert.throws(() => admitModel("openai/on", directory, models), byModel);
  const byProvider = flowError(
    "model_not_allowed",
    /does not allow the provider 'openai', only: groq/,
  );
  assert.throws(() => admitModel("fast", directory, providers), byProvider);
});

Deno.test("Gateway answers 403 in the caller's shape, and asks nobody", async () => {
  const scope = new ModelScope(["small"], null);
  using fixture = gatewayFixture({ admit: () => ({ id: "t", name: "kids", scope }) });

  const response = await send(fixture);

  assert.equal(response.status, 403);
  const { error } = await response.json();
  assert.deepEqual([error.type, error.code, error.param], [
    "permission_error",
    "model_not_allowed",
    "model",
  ]);
  assert.deepEqual([fixture.seen.length, fixture.row().outcome], [0, "refused"]);
});

Deno.test("Gateway passes over models that stand in but are not allowed", async () => {
  const scope = new ModelScope(["gpt-*"], null);
  using fixture = gatewayFixture({
    admit: () => ({ id: "t", name: "kids", scope }),
    provider: () => Response.json({ error: { message: "down" } }, { status: 500 }),
    fallbacks: { "*": ["openai/o3"] },
  });

  const response = await send(fixture);

  assert.equal(response.status, 500);
  assert.equal(fixture.seen.length, 1);
  const skipped = fixture.row().attempts.find(({ outcome }) => outcome === "skipped");
  assert.match(skipped?.reason ?? "", /may not be used with this caller token/);
});

Deno.test("Gateway refuses a header that names a model that is not allowed", async () => {
  const scope = new ModelScope(["gpt-*"], null);
  using fixture = gatewayFixture({ admit: () => ({ id: "t", name: "kids", scope }) });

  const response = await send(fixture, undefined, { headers: { "x-flow-fallback": "openai/o3" } });

  assert.equal(response.status, 400);
  assert.equal(fixture.seen.length, 0);
});

Deno.test("Gateway writes a token's tags over the caller's and keeps its bodies to itself", async () => {
  const caller = { id: "t", name: "ci", tags: { team: "a" }, logBodies: false };
  using fixture = gatewayFixture({ admit: () => caller });

  await (await send(fixture, undefined, { headers: { "x-flow-tags": "team=b, env=prod" } })).text();

  assert.deepEqual(fixture.row().tags, { team: "a", env: "prod" });
  const [row] = fixture.rows;
  assert.deepEqual([row?.requestBody, row?.responseBody, row?.isPrivate], [null, null, true]);
});

Deno.test("Gateway counts prices of one's own before published ones", async () => {
  using fixture = gatewayFixture({
    provider: () =>
      Response.json({
        model: "gpt-4o-mini",
        choices: [],
        usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
      }),
    directory: {
      prices: new OwnPrices([{
        id: "1",
        provider: "openai",
        modelId: "gpt-4o-mini",
        validFromMs: 0,
        validUntilMs: null,
        prices: { input_mtok: 2, output_mtok: 10 },
        note: null,
        createdAtMs: 0,
      }]),
    },
  });

  await (await send(fixture)).text();

  const { costNanoUsd, priceSource } = fixture.row();
  assert.deepEqual([costNanoUsd, priceSource], [3_000_000, "own@1970-01-01"]);
});
