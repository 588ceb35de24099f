import assert from "node:assert/strict";
import type { RenderTarget } from "../../../../lib/domain/conversation/codec.ts";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { renderRequest } from "../../../../lib/formats/openai_responses/render_request.ts";
import { request, TARGET } from "./samples.ts";

function render(members: Partial<ChatRequest>, target: Partial<RenderTarget> = {}) {
  const { body, warnings } = renderRequest(
    request({ format: "anthropic_messages", ...members }),
    { ...TARGET, ...target },
  );
  return { body, told: warnings.map(({ kind, field }) => `${kind} ${field}`) };
}

Deno.test("renderRequest stores nothing for other callers and asks for what the next turn needs", () => {
  const { body } = render({ stream: true });

  assert.deepEqual(body, {
    model: "gpt-5",
    input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] }],
    stream: true,
    store: false,
    include: ["reasoning.encrypted_content"],
  });
  assert.equal(render({}, { model: "gpt-4o" }).body.include, undefined);
  assert.deepEqual(render({ sampling: { logprobs: true } }, { model: "gpt-4o" }).body.include, [
    "message.output_text.logprobs",
  ]);
});

Deno.test("renderRequest writes back what its own caller said about storing", () => {
  const fields = { store: true, include: ["x"] };
  const { body } = render({
    format: "openai_responses",
    bookkeeping: { format: "openai_responses", fields },
  });

  assert.equal(body.store, true);
  assert.deepEqual(body.include, ["x"]);
  assert.equal("store" in render({ format: "openai_responses" }).body, false);
});

Deno.test("renderRequest raises a limit that OpenAI refuses and lowers one that the model has not", () => {
  const low = render({ sampling: { maxOutputTokens: 5 } });
  const high = render({ sampling: { maxOutputTokens: 99_000 } }, { maxOutputTokens: 32_000 });

  assert.equal(low.body.max_output_tokens, 16);
  assert.deepEqual(low.told, ["adapted max_tokens"]);
  assert.equal(high.body.max_output_tokens, 32_000);
  assert.deepEqual(high.told, ["adapted max_tokens"]);
});

Deno.test("renderRequest refuses what would change the answer", () => {
  for (
    const [members, param] of [
      [{ sampling: { stop: ["END"] } }, "stop_sequences"],
      [{ sampling: { n: 2 } }, "n"],
      [{ modalities: ["text", "audio"] }, "modalities"],
    ] as const
  ) {
    assert.throws(() => render(members), { code: "invalid_request", param });
  }
  assert.deepEqual(render({ sampling: { stop: [], n: 1 }, modalities: ["text"] }).told, []);
});

Deno.test("renderRequest tells of settings that have no place", () => {
  const { told } = render({
    sampling: { topK: 1, seed: 2, presencePenalty: 1, frequencyPenalty: 1, logitBias: { "1": 1 } },
    prediction: {},
    cache: { ttl: "5m" },
  });

  assert.deepEqual(told, [
    "dropped top_k",
    "dropped seed",
    "dropped presence_penalty",
    "dropped frequency_penalty",
    "dropped logit_bias",
    "dropped prediction",
    "dropped cache_control",
  ]);
});

Deno.test("renderRequest turns a budget of thinking into an effort that the model takes", () => {
  const effort = (members: ChatRequest["reasoning"], model = "gpt-5.2") => {
    const { body, told } = render({ reasoning: members ?? {} }, { model });
    return [body.reasoning, told.length];
  };

  assert.deepEqual(effort({ budgetTokens: 2000 }), [{ effort: "low" }, 1]);
  assert.deepEqual(effort({ budgetTokens: 31_999, summary: "auto" }), [
    { effort: "high", summary: "auto" },
    1,
  ]);
  assert.deepEqual(effort({ budgetTokens: -1 }), [undefined, 0]);
  assert.deepEqual(effort({ effort: "max" }), [{ effort: "xhigh" }, 1]);
  assert.deepEqual(effort({ effort: "high" }, "gpt-4o"), [undefined, 1]);
  assert.deepEqual(effort({ effort: "none" }, "gpt-4o"), [undefined, 0]);
});

Deno.test("renderRequest leaves sampler settings out where models refuse them", () => {
  const sampling = { temperature: 0.2, topP: 1 };

  assert.deepEqual(render({ sampling }).told, ["dropped temperature"]);
  assert.equal("top_p" in render({ sampling }).body, false);
  assert.equal(render({ sampling }, { model: "gpt-4o" }).body.temperature, 0.2);
});

Deno.test("renderRequest cuts a user that OpenAI refuses and knows Anthropic's tier", () => {
  const { body, told } = render({ user: "u".repeat(70), serviceTier: "standard_only" });

  assert.equal(body.user, "u".repeat(64));
  assert.equal(body.service_tier, "default");
  assert.deepEqual(told, ["adapted metadata.user_id"]);
});

Deno.test("renderRequest drops tiers that OpenAI has not", () => {
  const { body, told } = render({ serviceTier: "on_demand" });

  assert.equal("service_tier" in body, false);
  assert.deepEqual(told, ["dropped service_tier"]);
});

Deno.test("renderRequest writes shapes of output, a name where OpenAI wants one", () => {
  const schema = { type: "object" };
  const output = { type: "json_schema", schema } as const;

  assert.deepEqual(render({ output, verbosity: "low" }).body.text, {
    format: { type: "json_schema", name: "answer", schema },
    verbosity: "low",
  });
  const { body, told } = render({ output }, { quirks: { noJsonSchema: true } });
  assert.deepEqual(body.text, { format: { type: "json_object" } });
  assert.deepEqual(told, ["adapted output_config.format"]);
});

Deno.test("renderRequest leaves out fields that a provider refuses", () => {
  const quirks = { refusedFields: ["temperature", "include"] };
  const { body, told } = render({ sampling: { temperature: 0.2 } }, { model: "gpt-4o", quirks });

  assert.equal("temperature" in body || "include" in body, false);
  assert.deepEqual(told, ["dropped temperature"]);
});
