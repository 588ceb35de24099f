import assert from "node:assert/strict";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { Losses } from "../../../../lib/formats/gemini/losses.ts";
import { renderConfig } from "../../../../lib/formats/gemini/render_config.ts";

const BASE: ChatRequest = {
  format: "openai_chat",
  model: "m",
  stream: false,
  messages: [],
  sampling: {},
};
const TARGET = { model: "gemini-2.5-flash", quirks: {}, maxOutputTokens: null };

const render = (changes: Partial<ChatRequest>, most: number | null = null) => {
  const losses = new Losses();
  const config = renderConfig(
    { ...BASE, ...changes },
    { ...TARGET, maxOutputTokens: most },
    losses,
  );
  return { config, warnings: losses.warnings };
};

Deno.test("renderConfig says nothing where the caller did not", () => {
  assert.deepEqual(render({}), { config: {}, warnings: [] });
});

Deno.test("renderConfig writes all that Gemini knows, without a warning", () => {
  const { config, warnings } = render({
    sampling: {
      maxOutputTokens: 64,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      stop: ["END"],
      seed: -7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      logprobs: true,
      topLogprobs: 3,
      n: 2,
    },
    reasoning: { effort: "high", summary: "auto" },
    modalities: ["text", "audio"],
    audio: { voice: "Kore", format: "pcm16" },
  });

  assert.deepEqual(warnings, []);
  assert.deepEqual(config, {
    maxOutputTokens: 64,
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    stopSequences: ["END"],
    seed: -7,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    responseLogprobs: true,
    logprobs: 3,
    candidateCount: 2,
    responseModalities: ["TEXT", "AUDIO"],
    speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: "Kore" } } },
    thinkingConfig: { thinkingBudget: 24_576, includeThoughts: true },
  });
});

Deno.test("renderConfig writes a schema as JSON Schema, its description with it", () => {
  const schema = { $schema: "x", type: "object", additionalProperties: false };
  const { config } = render({
    output: { type: "json_schema", name: "n", description: "What it is.", schema, strict: true },
  });

  assert.deepEqual(config, {
    responseMimeType: "application/json",
    responseJsonSchema: {
      type: "object",
      additionalProperties: false,
      description: "What it is.",
    },
  });
  assert.deepEqual(render({ output: { type: "json" } }).config, {
    responseMimeType: "application/json",
  });
});

for (
  const [what, changes, field] of [
    [
      "more output than the model has",
      { sampling: { maxOutputTokens: 99 } },
      "max_completion_tokens",
    ],
    ["a seed of more than 32 bits", { sampling: { seed: 2 ** 40 } }, "seed"],
    ["sound in another encoding", { audio: { voice: "Kore", format: "mp3" } }, "audio.format"],
  ] as const
) {
  Deno.test(`renderConfig warns about ${what}`, () => {
    assert.deepEqual(render(changes, 50).warnings.map((warning) => warning.field), [field]);
  });
}

for (
  const [what, changes, param] of [
    ["six stop sequences", { sampling: { stop: ["a", "b", "c", "d", "e", "f"] } }, "stop"],
    ["a voice without a name", { audio: { voice: { id: "v" }, format: "pcm16" } }, "audio.voice"],
  ] as const
) {
  Deno.test(`renderConfig refuses ${what}`, () => {
    assert.throws(
      () => render(changes),
      (error) => error instanceof FlowError && error.param === param,
    );
  });
}
