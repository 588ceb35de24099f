import assert from "node:assert/strict";
import {
  parseOutput,
  parseReasoning,
  parseSampling,
} from "../../../../lib/formats/openai_chat/parse_settings.ts";
import { refusal } from "../../../support/chat_format.ts";

Deno.test("parseSampling reads every setting and invents none", () => {
  assert.deepEqual(
    parseSampling({
      max_tokens: 5,
      temperature: 0,
      top_p: 0.5,
      top_k: 40,
      stop: "END",
      seed: 7,
      presence_penalty: -1,
      frequency_penalty: 1,
      logit_bias: { "50256": -100 },
      logprobs: true,
      top_logprobs: 2,
      n: 2,
    }),
    {
      maxOutputTokens: 5,
      temperature: 0,
      topP: 0.5,
      topK: 40,
      stop: ["END"],
      seed: 7,
      presencePenalty: -1,
      frequencyPenalty: 1,
      logitBias: { "50256": -100 },
      logprobs: true,
      topLogprobs: 2,
      n: 2,
    },
  );
  assert.deepEqual(parseSampling({ temperature: null, stop: null }), {});
});

Deno.test("parseSampling prefers the newer limit", () => {
  const { maxOutputTokens } = parseSampling({ max_tokens: 5, max_completion_tokens: 9 });

  assert.equal(maxOutputTokens, 9);
});

Deno.test("parseOutput reads the three shapes and leaves others to their providers", () => {
  const schema = { type: "object" };

  assert.deepEqual(parseOutput({ type: "text" }), { type: "text" });
  assert.deepEqual(parseOutput({ type: "json_object" }), { type: "json" });
  assert.deepEqual(
    parseOutput({ type: "json_schema", json_schema: { name: "n", schema, strict: true } }),
    { type: "json_schema", name: "n", schema, strict: true },
  );
  assert.equal(parseOutput({ type: "grammar" }), undefined);
  assert.equal(parseOutput(null), undefined);
});

const wishes: [body: Record<string, unknown>, wish: unknown, understood: string[]][] = [
  [{}, undefined, []],
  [{ reasoning_effort: "low" }, { effort: "low" }, ["reasoning_effort"]],
  [{ reasoning_effort: "default" }, undefined, []],
  [{ reasoning: { max_tokens: 2000, exclude: true } }, {
    budgetTokens: 2000,
    summary: "none",
  }, ["reasoning"]],
  [{ reasoning: { enabled: true } }, { budgetTokens: -1 }, ["reasoning"]],
  [{ reasoning: { enabled: false } }, { effort: "none" }, ["reasoning"]],
  [{ reasoning: { effort: "odd" } }, undefined, []],
  [{ thinking: { type: "disabled" } }, { effort: "none" }, ["thinking"]],
  [{ thinking: { type: "enabled", budget_tokens: 1024 } }, { budgetTokens: 1024 }, ["thinking"]],
  [{ thinking: { type: "enabled", clear_thinking: false } }, { budgetTokens: -1 }, []],
  [{ thinking: { type: "enabled" }, reasoning_effort: "high" }, { effort: "high" }, [
    "reasoning_effort",
    "thinking",
  ]],
];

for (const [body, wish, understood] of wishes) {
  Deno.test(`parseReasoning reads ${JSON.stringify(body)}`, () => {
    const read = parseReasoning(body);

    assert.deepEqual(read.wish, wish);
    assert.deepEqual([...read.understood].sort(), understood);
  });
}

const wrong: [run: () => unknown, param: string][] = [
  [() => parseSampling({ top_k: "5" }), "top_k"],
  [() => parseSampling({ stop: [5] }), "stop[0]"],
  [() => parseSampling({ logit_bias: { a: "x" } }), "logit_bias.a"],
  [() => parseOutput("json"), "response_format"],
  [() => parseOutput({ type: "json_schema" }), "response_format.json_schema"],
];

for (const [run, param] of wrong) {
  Deno.test(`parseSampling and parseOutput name ${param} when it is wrong`, () => {
    assert.equal(refusal(run).param, param);
  });
}
