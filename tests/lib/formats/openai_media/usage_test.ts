import assert from "node:assert/strict";
import type { Usage } from "../../../../lib/domain/usage.ts";
import { type MediaFormat, readMediaUsage } from "../../../../lib/formats/openai_media/usage.ts";

const cases: [what: string, format: MediaFormat, answer: object, usage: Partial<Usage>][] = [
  ["a picture, all output being one", "openai_images", {
    usage: {
      input_tokens: 50,
      output_tokens: 4160,
      total_tokens: 4210,
      input_tokens_details: { text_tokens: 10, image_tokens: 40 },
    },
  }, { promptTokens: 50, imageInputTokens: 40, completionTokens: 4160, imageOutputTokens: 4160 }],
  ["a picture with words of its own", "openai_images", {
    usage: {
      input_tokens: 5,
      output_tokens: 100,
      output_tokens_details: { text_tokens: 20, image_tokens: 80 },
    },
  }, { completionTokens: 100, imageOutputTokens: 80, imageInputTokens: null }],
  ["a picture that is paid by the piece", "openai_images", { data: [] }, {
    promptTokens: null,
    imageOutputTokens: null,
  }],
  ["a transcription paid by tokens", "openai_audio", {
    text: "Hi",
    usage: {
      type: "tokens",
      input_tokens: 14,
      input_token_details: { text_tokens: 4, audio_tokens: 10 },
      output_tokens: 45,
      total_tokens: 59,
    },
  }, { promptTokens: 14, audioInputTokens: 10, completionTokens: 45, audioSeconds: null }],
  ["a transcription paid by time", "openai_audio", {
    text: "Hi",
    duration: 99,
    usage: { type: "duration", seconds: 9 },
  }, { promptTokens: null, audioSeconds: 9 }],
  ["a verbose transcription", "openai_audio", { duration: 8.47 }, { audioSeconds: 8.47 }],
  ["one that says it as text", "openai_audio", { duration: "8.5" }, { audioSeconds: 8.5 }],
  ["one that says it in words", "openai_audio", { duration: "long" }, { audioSeconds: null }],
  ["a ranking", "rerank", { usage: { total_tokens: 20 } }, { promptTokens: 20, totalTokens: 20 }],
  ["a moderation", "openai_moderations", { results: [] }, { promptTokens: null }],
];
for (const [what, format, answer, expected] of cases) {
  Deno.test(`readMediaUsage of ${what}`, () => {
    const usage = readMediaUsage({ ...answer }, format);

    for (const [name, value] of Object.entries(expected)) {
      assert.equal(Object.entries(usage).find(([key]) => key === name)?.[1], value, name);
    }
  });
}
