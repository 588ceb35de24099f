/**
 * `generationConfig` for a provider.
 *
 * Source: Gemini API reference, `GenerationConfig` (v1beta).
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { RenderTarget } from "../../domain/conversation/codec.ts";
import type { ChatRequest, OutputFormat } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import type { Losses } from "./losses.ts";
import { withoutDialect } from "./schema.ts";
import { renderThinking } from "./thinking.ts";
import { wrongValue } from "./typed_members.ts";

/** The configuration; empty when the caller set nothing. */
export function renderConfig(
  request: ChatRequest,
  target: RenderTarget,
  losses: Losses,
): JsonObject {
  const { sampling, output, modalities } = request;
  const { temperature, topP, topK, presencePenalty, frequencyPenalty } = sampling;
  return defined({
    maxOutputTokens: limit(request, target, losses),
    temperature,
    topP,
    topK,
    stopSequences: stops(request),
    seed: seed(request, losses),
    presencePenalty,
    frequencyPenalty,
    responseLogprobs: sampling.logprobs,
    logprobs: sampling.topLogprobs,
    candidateCount: sampling.n,
    ...outputMembers(output),
    responseModalities: modalities?.map((one) => one.toUpperCase()),
    speechConfig: speech(request, losses),
    thinkingConfig: renderThinking(request, target.model, losses),
  });
}

function limit(
  request: ChatRequest,
  { maxOutputTokens: most }: RenderTarget,
  losses: Losses,
): number | undefined {
  const wanted = request.sampling.maxOutputTokens;
  if (wanted === undefined || most === null || wanted <= most) return wanted;
  losses.adapted(
    callerField(request, "maxOutputTokens"),
    `The model puts out ${most} tokens at most.`,
  );
  return most;
}

/** Gemini API reference, `stopSequences`: up to five. */
const MAX_STOPS = 5;

function stops(request: ChatRequest): readonly string[] | undefined {
  const { stop } = request.sampling;
  if (stop === undefined || stop.length === 0) return undefined;
  if (stop.length <= MAX_STOPS) return stop;
  throw wrongValue(
    callerField(request, "stop"),
    `Gemini takes ${MAX_STOPS} stop sequences at most, and the request has ${stop.length}.`,
  );
}

function seed(request: ChatRequest, losses: Losses): number | undefined {
  const { seed } = request.sampling;
  if (seed === undefined || (seed | 0) === seed) return seed;
  losses.dropped(callerField(request, "seed"), "Gemini takes seeds of 32 bits only.");
  return undefined;
}

/**
 * The name of a schema is a label that OpenAI asks for; its description belongs to the schema. All
 * schemas are enforced.
 */
function outputMembers(output: OutputFormat | undefined): JsonObject {
  if (output === undefined) return {};
  if (output.type === "text") return { responseMimeType: "text/plain" };
  if (output.type === "json") return { responseMimeType: "application/json" };
  const { description, schema } = output;
  const described = description === undefined || "description" in schema
    ? schema
    : { ...schema, description };
  return {
    responseMimeType: "application/json",
    responseJsonSchema: withoutDialect(described),
  };
}

function speech(request: ChatRequest, losses: Losses): JsonObject | undefined {
  const { audio } = request;
  if (audio === undefined) return undefined;
  const field = callerField(request, "audio");
  if (audio.format !== "pcm16") {
    losses.adapted(`${field}.format`, "Gemini speaks raw 16-bit samples (pcm16) only.");
  }
  if (typeof audio.voice !== "string") {
    throw wrongValue(`${field}.voice`, "Gemini knows voices by their names only.");
  }
  return { voiceConfig: { prebuiltVoiceConfig: { voiceName: audio.voice } } };
}
