import assert from "node:assert/strict";
import { resolveModel } from "../../../lib/gateway/resolve.ts";
import { flowError } from "../../support/flow_error.ts";
import { catalogModel, directoryOf, usableKey } from "../../support/gateway.ts";

const MODELS = [
  catalogModel("together", "deepseek-ai/DeepSeek-V3"),
  catalogModel("openrouter", "openai/gpt-4o"),
  catalogModel("openrouter", "house-model"),
  catalogModel("vllm", "house-model", false),
  catalogModel("mistral", "gpt-4-lookalike"),
];
const DIRECTORY = directoryOf({
  configured: { llamacpp: { base_url: "http://127.0.0.1:8080/v1" }, "My-Server": {} },
  models: MODELS,
});

const cases: [model: string, provider: string, upstream: string][] = [
  ["openai/gpt-4o", "openai", "gpt-4o"],
  ["OpenAI/gpt-4o", "openai", "gpt-4o"],
  ["openrouter/openai/gpt-4o", "openrouter", "openai/gpt-4o"],
  ["together/deepseek-ai/DeepSeek-V3", "together", "deepseek-ai/DeepSeek-V3"],
  ["groq/openai/gpt-oss-20b", "groq", "openai/gpt-oss-20b"],
  // An explicit prefix wins over everything that the rest of the name looks like.
  ["ollama/gpt-4o", "ollama", "gpt-4o"],
  ["llamacpp/llama-3.1-8b", "llamacpp", "llama-3.1-8b"],
  ["LLAMACPP/x", "llamacpp", "x"],
  ["my-server/claude-x", "my-server", "claude-x"],
  // Aliases are prefixes as well.
  ["gemini/gemini-2.5-pro", "google", "gemini-2.5-pro"],
  ["x-ai/grok-4", "xai", "grok-4"],
  // No such prefix: the catalog knows the whole name.
  ["deepseek-ai/DeepSeek-V3", "together", "deepseek-ai/DeepSeek-V3"],
  // The catalog comes before inference.
  ["gpt-4-lookalike", "mistral", "gpt-4-lookalike"],
  ["house-model", "openrouter", "house-model"],
  // Inference.
  ["gpt-4o", "openai", "gpt-4o"],
  ["Claude-Sonnet-4-5", "anthropic", "Claude-Sonnet-4-5"],
];
for (const [model, provider, upstream] of cases) {
  Deno.test(`resolveModel sends ${model} to ${provider} as ${upstream}`, () => {
    const { entry, upstreamModel } = resolveModel(model, DIRECTORY);

    assert.equal(entry.provider.id, provider);
    assert.equal(upstreamModel, upstream);
  });
}

const unknown: [model: string, hint: RegExp][] = [
  ["llama-box/x", /No provider is called 'llama-box'/],
  ["o1labs/x", /No provider is called 'o1labs'/],
  ["opnai/gpt-4o", /openrouter\/openai\/gpt-4o/],
  ["anthropik/unheard-of", /nearest: anthropic/],
  ["unheard-of", /Name its provider, as in "openrouter\/unheard-of"/],
  ["hause-model", /Nearest names: openrouter\/house-model, vllm\/house-model/],
  ["openai/", /./],
  ["/gpt-4o", /./],
  ["/", /./],
];
for (const [model, hint] of unknown) {
  Deno.test(`resolveModel knows no '${model}' and says what would work`, () => {
    assert.throws(() => resolveModel(model, DIRECTORY), (thrown) => {
      flowError("model_not_found", hint)(thrown);
      assert.equal((thrown as { param?: string }).param, "model");
      return true;
    });
  });
}

Deno.test("resolveModel prefers a provider that has a key", () => {
  const models = [catalogModel("mistral", "m"), catalogModel("groq", "m")];
  const keys = [{ provider: "groq", key: usableKey(), sealed: false }];

  const { entry } = resolveModel("m", directoryOf({ models, keys }));

  assert.equal(entry.provider.id, "groq");
});

Deno.test("resolveModel prefers an enabled model to a key", () => {
  const models = [catalogModel("mistral", "m"), catalogModel("groq", "m", false)];
  const keys = [{ provider: "groq", key: usableKey(), sealed: false }];

  const { entry } = resolveModel("m", directoryOf({ models, keys }));

  assert.equal(entry.provider.id, "mistral");
});

Deno.test("resolveModel does not go elsewhere because the vault is locked", () => {
  const models = [catalogModel("groq", "m"), catalogModel("ollama", "m")];
  const keys = [{ provider: "groq", key: usableKey(), sealed: true }];

  const { entry } = resolveModel("m", directoryOf({ vault: "locked", models, keys }));

  assert.equal(entry.provider.id, "groq");
});
