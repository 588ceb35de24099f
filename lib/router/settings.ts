/**
 * The router's configuration, as it is written and as it is used.
 *
 * @module
 */
import {
  type ApplyTo,
  DIMENSIONS,
  type Strategy,
  type TextChoice,
  type Tier,
  TIERS,
} from "../domain/routing.ts";
import { DEFAULT_WEIGHTS, type Weights } from "./complexity.ts";
import type { Boundaries } from "./tiers.ts";

/** Three limits as they are written. */
export interface WrittenBoundaries {
  readonly simple_medium: number;
  readonly medium_complex: number;
  readonly complex_reasoning: number;
}

/** The section `smart_router` but for its secrets: what is kept and what a history shows. */
export interface RouterOptions {
  readonly enabled: boolean;
  readonly strategy: Strategy;
  readonly apply_to: ApplyTo;
  /** Name → tier, or `auto` for the tier that the prompt is scored into. */
  readonly aliases: Readonly<Record<string, AliasMeaning>>;
  /** Patterns with `*`; for `apply_to: listed`. */
  readonly listed_models: readonly string[];
  /** Names of caller tokens; the same. */
  readonly listed_callers: readonly string[];
  readonly text: TextChoice;
  /** By how much a score must leave a session's tier; 0: sessions change tiers freely. */
  readonly stickiness: number;
  /** One model or several in order. A tier that is missing leaves the model that was asked for. */
  readonly tiers: Readonly<Partial<Record<Tier, string | readonly string[]>>>;
  readonly tier_boundaries: WrittenBoundaries;
  readonly dimension_weights: Readonly<Partial<Weights>>;
  readonly classifier_type: string;
  readonly classifier_tier_boundaries: WrittenBoundaries;
  readonly mf_embedding_model: string;
}

/** What a name stands for. */
export type AliasMeaning = Tier | "auto";

/** Names that always stand for a tier, unless `aliases` gives them another meaning. */
const BUILT_IN_ALIASES: readonly (readonly [string, AliasMeaning])[] = [
  ["auto", "auto"],
  ["auto:cheap", "SIMPLE"],
  ["auto:best", "REASONING"],
];

/** One whole configuration, ready to be used. It never changes; another one takes its place. */
export interface RouterSettings {
  /** `off` also when the router is not enabled. */
  readonly strategy: Strategy;
  readonly applyTo: ApplyTo;
  readonly aliases: ReadonlyMap<string, AliasMeaning>;
  readonly listedModels: readonly RegExp[];
  readonly listedCallers: ReadonlySet<string>;
  readonly text: TextChoice;
  readonly stickiness: number;
  readonly tiers: ReadonlyMap<Tier, readonly string[]>;
  readonly boundaries: Boundaries;
  readonly weights: Weights;
  readonly classifierType: string;
  readonly classifierBoundaries: Boundaries;
}

/** Makes options ready to be used. They are expected to have been checked. */
export function routerSettings(options: RouterOptions): RouterSettings {
  return {
    strategy: options.enabled ? options.strategy : "off",
    applyTo: options.apply_to,
    aliases: new Map([...BUILT_IN_ALIASES, ...Object.entries(options.aliases)]),
    listedModels: options.listed_models.map(glob),
    listedCallers: new Set(options.listed_callers),
    text: options.text,
    stickiness: options.stickiness,
    tiers: tierModels(options.tiers),
    boundaries: boundaries(options.tier_boundaries),
    weights: weights(options.dimension_weights),
    classifierType: options.classifier_type,
    classifierBoundaries: boundaries(options.classifier_tier_boundaries),
  };
}

function tierModels(tiers: RouterOptions["tiers"]): ReadonlyMap<Tier, readonly string[]> {
  const filled = new Map<Tier, readonly string[]>();
  for (const tier of TIERS) {
    const models = tiers[tier];
    if (models !== undefined) filled.set(tier, typeof models === "string" ? [models] : models);
  }
  return filled;
}

function boundaries(written: WrittenBoundaries): Boundaries {
  return {
    simpleMedium: written.simple_medium,
    mediumComplex: written.medium_complex,
    complexReasoning: written.complex_reasoning,
  };
}

function weights(given: Readonly<Partial<Weights>>): Weights {
  const all = { ...DEFAULT_WEIGHTS };
  for (const name of DIMENSIONS) all[name] = given[name] ?? DEFAULT_WEIGHTS[name];
  return all;
}

function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.split("*").map(RegExp.escape).join(".*")}$`, "s");
}
