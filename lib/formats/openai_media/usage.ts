/**
 * Usage of pictures, sound and reranking.
 *
 * @module
 */
import type { Usage } from "../../domain/usage.ts";
import { amountAt, countAt, isObject, type JsonObject, objectAt } from "../json/guards.ts";
import { readUsage } from "../openai_chat/usage.ts";

/** Which kind of answer it is. */
export type MediaFormat = "openai_images" | "openai_audio" | "openai_moderations" | "rerank";

/**
 * Reads the usage in an answer or in the last event of a stream. Beyond chat's there are
 * `input_token_details` (transcriptions), `{type: "duration", seconds}` and `duration` (models that are
 * paid by time), picture tokens, and, of rerankers, a total only.
 */
export function readMediaUsage(answer: JsonObject, format: MediaFormat): Usage {
  const { usage } = answer;
  const plain = readUsage(usage);
  switch (format) {
    case "openai_images":
      return { ...plain, ...pictureTokens(usage, plain) };
    case "openai_audio":
      return { ...plain, ...sound(answer, plain) };
    case "rerank":
      return { ...plain, promptTokens: plain.promptTokens ?? plain.totalTokens };
    case "openai_moderations":
      return plain;
  }
}

/** The answer consists of pictures, unless its details say otherwise. */
function pictureTokens(usage: unknown, plain: Usage): Partial<Usage> {
  return {
    imageInputTokens: countAt(objectAt(usage, "input_tokens_details"), "image_tokens"),
    imageOutputTokens: countAt(objectAt(usage, "output_tokens_details"), "image_tokens") ??
      plain.completionTokens,
  };
}

function sound(answer: JsonObject, plain: Usage): Partial<Usage> {
  const { usage } = answer;
  return {
    audioInputTokens: plain.audioInputTokens ??
      countAt(objectAt(usage, "input_token_details"), "audio_tokens"),
    audioSeconds: amountAt(usage, "seconds") ?? secondsIn(answer),
  };
}

/** `duration` of a verbose transcription: a number, in OpenAI's older answers as text. */
function secondsIn(answer: JsonObject): number | null {
  const { duration, usage } = answer;
  if (isObject(usage)) return null;
  if (typeof duration === "string" && duration !== "") {
    return amountAt({ d: Number(duration) }, "d");
  }
  return amountAt(answer, "duration");
}
