import assert from "node:assert/strict";
import type { Sampling } from "../../../../lib/domain/conversation/request.ts";
import { renderSampling } from "../../../../lib/formats/anthropic_messages/render_sampling.ts";
import { chatRequest, PLAIN_MODEL, rendering } from "../../../support/anthropic.ts";
import { flowError } from "../../../support/flow_error.ts";

const run = (sampling: Sampling, model = PLAIN_MODEL, isThinking = false) => {
  const subject = rendering(chatRequest({ sampling }), model);
  return [
    renderSampling(subject, isThinking),
    subject.losses.list.map(({ kind, field }) => `${kind} ${field}`),
  ];
};
const ALL = "claude-3-5-sonnet-latest", NONE = "claude-opus-4-7";

const cases: [
  what: string,
  given: Sampling,
  model: string,
  thinks: boolean,
  body: unknown,
  warned: string[],
][] = [
  ["all settings", { temperature: 0.2, topP: 0.9, topK: 4, stop: ["END"] }, ALL, false, {
    temperature: 0.2,
    top_p: 0.9,
    top_k: 4,
    stop_sequences: ["END"],
  }, []],
  ["a hot temperature", { temperature: 1.7 }, ALL, false, { temperature: 1 }, [
    "adapted temperature",
  ]],
  ["temperature before top_p", { temperature: 0.2, topP: 0.9 }, PLAIN_MODEL, false, {
    temperature: 0.2,
  }, ["dropped top_p"]],
  ["top_p alone", { topP: 0.9 }, PLAIN_MODEL, false, { top_p: 0.9 }, []],
  [
    "nothing to a model that takes none",
    { temperature: 0.2, topP: 0.99, topK: 1 },
    NONE,
    false,
    {},
    ["dropped temperature", "dropped top_p", "dropped top_k"],
  ],
  ["defaults without a word", { temperature: 1, topP: 1 }, NONE, false, {}, []],
  [
    "little while it thinks",
    { temperature: 0.2, topP: 0.96, topK: 3 },
    ALL,
    true,
    { top_p: 0.96 },
    ["dropped temperature", "dropped top_k"],
  ],
  ["the one temperature of thinking", { temperature: 1 }, ALL, true, { temperature: 1 }, []],
  [
    "stops with something in them",
    { stop: ["\n", "", "x"] },
    ALL,
    false,
    { stop_sequences: ["x"] },
    ["dropped stop"],
  ],
  ["no stop that is all blank", { stop: [" "] }, ALL, false, {}, ["dropped stop"]],
  [
    "no advice that it cannot follow",
    {
      seed: 1,
      presencePenalty: 0.5,
      frequencyPenalty: 1,
      logitBias: { "1": 2 },
      logprobs: true,
      topLogprobs: 2,
    },
    ALL,
    false,
    {},
    [
      "dropped seed",
      "dropped presence_penalty",
      "dropped frequency_penalty",
      "dropped logit_bias",
      "dropped logprobs",
      "dropped top_logprobs",
    ],
  ],
  [
    "advice that says nothing",
    { presencePenalty: 0, frequencyPenalty: 0, logitBias: {}, logprobs: false, n: 1 },
    ALL,
    false,
    {},
    [],
  ],
];
for (const [what, given, model, thinks, body, warned] of cases) {
  Deno.test(`renderSampling gives ${what}`, () => {
    assert.deepEqual(run(given, model, thinks), [body, warned]);
  });
}

Deno.test("renderSampling refuses several answers at once", () => {
  assert.throws(() => run({ n: 2 }), flowError("invalid_request", /2 answers \('n'\)/));
});
