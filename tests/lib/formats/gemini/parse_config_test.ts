import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { readConfig } from "../../../../lib/formats/gemini/parse_config.ts";

Deno.test("readConfig reads the sampler's settings and keeps what only Gemini has", () => {
  const config = readConfig({
    maxOutputTokens: 64,
    temperature: 0.5,
    topP: 0.9,
    topK: "40",
    stopSequences: ["END"],
    seed: 7,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    responseLogprobs: true,
    logprobs: 3,
    candidateCount: 2,
    responseModalities: ["TEXT", "IMAGE"],
    mediaResolution: "MEDIA_RESOLUTION_LOW",
    imageConfig: { aspectRatio: "1:1" },
  });

  assert.deepEqual(config, {
    sampling: {
      maxOutputTokens: 64,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      stop: ["END"],
      seed: 7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      logprobs: true,
      topLogprobs: 3,
      n: 2,
    },
    modalities: ["text", "image"],
    own: {
      "generationConfig.mediaResolution": "MEDIA_RESOLUTION_LOW",
      "generationConfig.imageConfig": { aspectRatio: "1:1" },
    },
  });
});

const SCHEMA = { type: "object", properties: { a: { type: "string" } } };

for (
  const [what, config, output] of [
    ["JSON", { responseMimeType: "application/json" }, { type: "json" }],
    ["plain text", { responseMimeType: "text/plain" }, { type: "text" }],
    [
      "a Schema",
      {
        responseMimeType: "application/json",
        responseSchema: { type: "OBJECT", properties: { a: { type: "STRING" } } },
      },
      { type: "json_schema", schema: SCHEMA },
    ],
    ["a JSON Schema", { responseJsonSchema: SCHEMA }, { type: "json_schema", schema: SCHEMA }],
    [
      "a response format",
      { responseFormat: { text: { mimeType: "APPLICATION_JSON", schema: SCHEMA } } },
      { type: "json_schema", schema: SCHEMA },
    ],
    ["nothing", {}, undefined],
  ] as const
) {
  Deno.test(`readConfig reads an output of ${what}`, () => {
    const read = readConfig(config);

    assert.deepEqual(read.output, output);
    assert.deepEqual(read.own, {});
  });
}

Deno.test("readConfig keeps an enumeration as output, which no other format has", () => {
  const config = {
    responseMimeType: "text/x.enum",
    responseSchema: { type: "STRING", enum: ["a"] },
  };

  assert.equal(readConfig(config).output, undefined);
  assert.deepEqual(readConfig(config).own, {
    "generationConfig.responseMimeType": "text/x.enum",
    "generationConfig.responseSchema": config.responseSchema,
  });
});

Deno.test("readConfig reads the voice and keeps the rest of speech", () => {
  const voiceConfig = { prebuiltVoiceConfig: { voiceName: "Kore" } };
  const { audio, own } = readConfig({ speechConfig: { voiceConfig, languageCode: "de-DE" } });

  assert.deepEqual(audio, { voice: "Kore", format: "pcm16" });
  assert.deepEqual(own, { "generationConfig.speechConfig": { languageCode: "de-DE" } });
});

Deno.test("readConfig refuses a wrong type by its path", () => {
  assert.throws(
    () => readConfig({ temperature: "warm" }),
    (error) => error instanceof FlowError && error.param === "generationConfig.temperature",
  );
});
