/**
 * What was learned, as data, and the model that results when it is put on top of the prior.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { LocalModel } from "../local/model.ts";
import type { Pair } from "./outcomes.ts";

/** Version of the shape below. */
export const CORRECTION_VERSION = 1;

/** A correction of the shipped model for one pair of models. Plain JSON. */
export interface Correction {
  readonly version: typeof CORRECTION_VERSION;
  readonly pair: Pair;
  /** Number of prompts that it was learned from. */
  readonly prompts: number;
  /** What the gain rises by per spread of each feature, last of the prior's own score. */
  readonly weights: readonly number[];
  /** Average and spread of what comes out, over those prompts. */
  readonly mean: number;
  readonly spread: number;
  /** Average and spread of the prior's score over them, as log-odds. */
  readonly priorMean: number;
  readonly priorSpread: number;
}

/**
 * The prior with a correction: linear in the same features, so it explains itself alike. Over the
 * prompts that were learned from its scores have the prior's average and spread, so the boundaries
 * between the tiers keep their meaning.
 *
 * @throws FlowError `invalid_request` when the correction is of another model's features
 */
export function corrected(prior: LocalModel, correction: Correction): LocalModel {
  const { weights, spreads, rawSpread, rawMean, means } = prior.weights;
  if (correction.weights.length !== weights.length + 1) {
    throw wrong(`it has ${correction.weights.length} weights, the model ${weights.length + 1}`);
  }
  const ofPrior = correction.weights.at(-1)!;
  const stretch = correction.priorSpread / correction.spread;
  const combined = weights.map((weight, at) =>
    stretch * (correction.weights[at]! / spreads[at]! + ofPrior * weight / rawSpread)
  );
  const shift = correction.priorMean - stretch * (correction.mean + ofPrior * rawMean / rawSpread);
  return new LocalModel({
    ...prior.weights,
    weights: combined,
    means,
    rawMean: -shift,
    rawSpread: 1,
  });
}

/** @throws FlowError `invalid_request` that says what is wrong */
export function parseCorrection(value: unknown): Correction {
  if (!isObject(value)) throw wrong("it must be an object");
  if (value["version"] !== CORRECTION_VERSION) throw wrong(`"version" must be 1`);
  const { pair, weights } = value;
  if (!isObject(pair) || typeof pair["strong"] !== "string" || typeof pair["weak"] !== "string") {
    throw wrong('"pair" must name "strong" and "weak"');
  }
  if (!Array.isArray(weights) || !weights.every(Number.isFinite)) {
    throw wrong('"weights" must be numbers');
  }
  const correction = {
    version: CORRECTION_VERSION,
    pair: { strong: pair["strong"], weak: pair["weak"] },
    prompts: finite(value, "prompts"),
    weights: weights.map(Number),
    mean: finite(value, "mean"),
    spread: finite(value, "spread"),
    priorMean: finite(value, "priorMean"),
    priorSpread: finite(value, "priorSpread"),
  } as const;
  if (correction.spread > 0 && correction.priorSpread > 0) return correction;
  throw wrong("spreads must be greater than 0");
}

function finite(value: JsonObject, name: string): number {
  const found = value[name];
  if (typeof found === "number" && Number.isFinite(found)) return found;
  throw wrong(`"${name}" must be a number`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(what: string): FlowError {
  return new FlowError(
    "invalid_request",
    `Cannot use the learned correction: ${what}. Learn again.`,
  );
}
