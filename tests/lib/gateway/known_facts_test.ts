import assert from "node:assert/strict";
import { knownFacts } from "../../../lib/gateway/known_facts.ts";
import { resolveModel } from "../../../lib/gateway/resolve.ts";
import { NOTHING_KNOWN } from "../../../lib/router/fit.ts";
import { ContextWindows } from "../../../lib/usage/context_windows.ts";
import { catalogModel, directoryOf, gatewayFixture, send } from "../../support/gateway.ts";

function facts(name: string, more: { contextWindow?: number; capabilities?: string[] } = {}) {
  const directory = directoryOf({ models: [{ ...catalogModel("openai", name), ...more }] });
  return knownFacts(resolveModel(`openai/${name}`, directory), directory, new ContextWindows());
}

Deno.test("knownFacts: the provider's list goes before published data", () => {
  assert.equal(facts("gpt-4o-mini").contextTokens, 128_000);
  assert.equal(facts("gpt-4o-mini", { contextWindow: 5 }).contextTokens, 5);
  assert.equal(facts("nobody-knows-it").contextTokens, null);
});

Deno.test("knownFacts: what a list leaves out counts only where it goes into detail", () => {
  assert.deepEqual(facts("m").can, NOTHING_KNOWN.can);
  assert.deepEqual(facts("m", { capabilities: ["chat", "reasoning"] }).can, NOTHING_KNOWN.can);
  const { tools, images, audio, schema } = facts("m", { capabilities: ["chat", "tools"] }).can;
  assert.deepEqual([tools, images, audio, schema], [true, false, false, null]);
});

Deno.test("knownFacts lead pictures to a model that sees them", async () => {
  using fixture = gatewayFixture({
    router: { apply_to: "all", tiers: { SIMPLE: "openai/blind", MEDIUM: "openai/seeing" } },
    directory: {
      models: [{ ...catalogModel("openai", "blind"), capabilities: ["tools"] }],
    },
  });
  const url = "data:image/png;base64,AA==";
  const content = [{ type: "text", text: "Hi" }, { type: "image_url", image_url: { url } }];

  await send(fixture, { model: "openai/x", messages: [{ role: "user", content }] });
  await send(fixture, { model: "openai/x", messages: [{ role: "user", content: "Hi" }] });

  const models = fixture.seen.map(({ body }) => JSON.parse(body).model);
  assert.deepEqual(models, ["seeing", "blind"]);
  assert.match(fixture.rows[0]!.record.decision!.excluded[0]!.reason, /cannot see images/);
});
