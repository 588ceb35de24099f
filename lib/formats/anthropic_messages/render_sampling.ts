/**
 * Settings of the sampler, and those that Anthropic does not have.
 *
 * @module
 */
import { callerField, type NeutralField } from "../../domain/conversation/caller_field.ts";
import type { JsonObject } from "../json/guards.ts";
import { impossible } from "./losses.ts";
import type { Rendering } from "./rendering.ts";

/** `temperature`, `top_p`, `top_k`, `stop_sequences`. Throws for several answers at once. */
export function renderSampling(rendering: Rendering, isThinking: boolean): JsonObject {
  refuseSeveral(rendering);
  warnOfUnknown(rendering);
  return { ...stopOf(rendering), ...samplerOf(rendering, isThinking) };
}

function refuseSeveral({ request }: Rendering): void {
  const { n } = request.sampling;
  if (n === undefined || n <= 1) return;
  const field = callerField(request, "n");
  throw impossible(
    field,
    `Cannot ask an Anthropic model for ${n} answers ('${field}'): it gives one. Ask ${n} times.`,
  );
}

function stopOf({ request, losses }: Rendering): JsonObject {
  const { stop } = request.sampling;
  if (stop === undefined) return {};
  const taken = stop.filter((text) => text.trim() !== "");
  if (taken.length < stop.length) {
    losses.dropped(
      callerField(request, "stop"),
      "Anthropic takes no stop sequence that is empty or only white space.",
    );
  }
  return taken.length === 0 ? {} : { stop_sequences: taken };
}

function samplerOf({ request, traits, losses }: Rendering, isThinking: boolean): JsonObject {
  const { temperature, topP, topK } = request.sampling;
  const drop = (field: NeutralField, why: string) => {
    losses.dropped(callerField(request, field), why);
  };
  if (traits.sampling === "none" || isThinking) {
    const why = traits.sampling === "none"
      ? "This model takes no sampler settings."
      : "Anthropic takes no such setting while the model thinks.";
    // 1 is the default: nothing is lost without it.
    if (temperature !== undefined && temperature !== 1) drop("temperature", why);
    const keepsTopP = traits.sampling !== "none" && topP !== undefined && topP >= 0.95;
    if (topP !== undefined && topP !== 1 && !keepsTopP) drop("topP", why);
    if (topK !== undefined) drop("topK", why);
    return {
      ...(temperature === 1 && traits.sampling !== "none" ? { temperature } : {}),
      ...(keepsTopP ? { top_p: topP } : {}),
    };
  }
  const isBoth = temperature !== undefined && topP !== undefined && traits.sampling === "one";
  if (isBoth && topP !== 1) drop("topP", "This model takes temperature or top_p, not both.");
  return {
    ...(temperature === undefined ? {} : { temperature: capped(temperature) }),
    ...(topP === undefined || isBoth ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
  };

  function capped(value: number): number {
    if (value <= 1) return value;
    losses.adapted(
      callerField(request, "temperature"),
      "Anthropic's temperature ends at 1; it is set to that.",
    );
    return 1;
  }
}

/** Advice that cannot be followed; settings at their default ask for nothing. */
function warnOfUnknown({ request, losses }: Rendering): void {
  const { sampling } = request;
  const asked: readonly (readonly [field: NeutralField, isAsked: boolean])[] = [
    ["seed", sampling.seed !== undefined],
    ["presencePenalty", (sampling.presencePenalty ?? 0) !== 0],
    ["frequencyPenalty", (sampling.frequencyPenalty ?? 0) !== 0],
    ["logitBias", Object.keys(sampling.logitBias ?? {}).length > 0],
    ["logprobs", sampling.logprobs === true],
    ["topLogprobs", sampling.topLogprobs !== undefined],
    ["verbosity", request.verbosity !== undefined],
    ["prediction", request.prediction !== undefined],
    ["metadata", request.metadata !== undefined],
    ["promptCacheKey", request.promptCacheKey !== undefined],
    ["promptCacheRetention", request.promptCacheRetention !== undefined],
  ];
  for (const [field, isAsked] of asked) {
    if (!isAsked) continue;
    const name = callerField(request, field);
    losses.dropped(name, `Anthropic's format has no place for '${name}'.`);
  }
}
