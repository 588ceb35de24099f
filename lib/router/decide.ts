/**
 * The decision: pure, so that the same request under the same settings is always decided alike.
 *
 * @module
 */
import type { Decision, Excluded, Score, Tier } from "../domain/routing.ts";
import type { Classified } from "./classifier.ts";
import { scoreComplexity } from "./complexity.ts";
import type { Prompt } from "./prompt.ts";
import type { RouteWish } from "./route_wish.ts";
import { scoredText } from "./scored_text.ts";
import type { RouterSettings } from "./settings.ts";
import { type Boundaries, nearestTiers, staysIn, tierOf } from "./tiers.ts";

/** Everything that a decision rests on. */
export interface Case {
  readonly settings: RouterSettings;
  readonly wish: RouteWish;
  /** As the caller named it. */
  readonly requested: string;
  /** Whether that is a model, and not an alias or a name that nobody knows. */
  readonly isModel: boolean;
  readonly prompt: Prompt;
  /** Null when no classifier was to be asked. */
  readonly classified: Classified | null;
  /** The session's tier so far. */
  readonly held: Tier | null;
  /** Why a model cannot serve this request; null when it can. */
  readonly whyNot: (model: string) => string | null;
}

/** A decision without the time that it took. */
export type Decided = Omit<Decision, "tookUs">;

export function decide(facts: Case): Decided {
  const { settings, wish, requested, isModel } = facts;
  const scored = wish.tier === null ? scorePrompt(facts) : null;
  const own = scored?.tier ?? wish.tier ?? "SIMPLE";
  const isHeld = scored !== null && facts.held !== null && facts.held !== own &&
    staysIn(facts.held, scored.score.value, scored.boundaries, settings.stickiness);
  const tier = isHeld && facts.held !== null ? facts.held : own;
  return {
    strategy: wish.strategy,
    decidedBy: wish.decidedBy,
    scorer: scored?.scorer ?? null,
    score: scored === null ? null : Math.round(scored.score.value * 1e4) / 1e4,
    tier,
    ...chooseModel(tier, facts),
    baselineModel: isModel ? requested : null,
    contributions: scored?.score.contributions ?? [],
    heldAgainst: isHeld ? own : null,
    fallbackReason: scored?.fallbackReason ?? null,
  };
}

/** Nothing was chosen. */
export function undecided(model: string, note: string | null): Decided {
  return {
    strategy: "off",
    decidedBy: "score",
    scorer: null,
    score: 0,
    tier: "DIRECT",
    model,
    standIns: [],
    servedBy: null,
    baselineModel: null,
    contributions: [],
    excluded: [],
    heldAgainst: null,
    fallbackReason: null,
    note,
  };
}

interface Scored {
  readonly scorer: "complexity" | "classifier";
  readonly score: Score;
  readonly boundaries: Boundaries;
  readonly tier: Tier;
  readonly fallbackReason: string | null;
}

function scorePrompt({ settings, wish, prompt, classified }: Case): Scored {
  if (classified !== null && "score" in classified) {
    const { score } = classified;
    const boundaries = settings.classifierBoundaries;
    const tier = tierOf(score.value, boundaries);
    return { scorer: "classifier", score, boundaries, tier, fallbackReason: null };
  }
  const { boundaries } = settings;
  const score = scoreComplexity(scoredText(prompt, settings.text), settings.weights);
  const fallbackReason = wish.strategy === "classifier"
    ? classified?.failure ?? "No classifier is there."
    : null;
  return {
    scorer: "complexity",
    score,
    boundaries,
    tier: tierOf(score.value, boundaries),
    fallbackReason,
  };
}

type Choice = Pick<Decision, "model" | "standIns" | "servedBy" | "excluded" | "note">;

/** The tier's first model that can do the job, else that of the nearest tier that has one. */
function chooseModel(tier: Tier, { settings, requested, isModel, whyNot }: Case): Choice {
  const own = settings.tiers.get(tier);
  if (own === undefined && isModel) {
    const note = `No model is set for ${tier}: the one that was asked for stays.`;
    return { model: requested, standIns: [], servedBy: null, excluded: [], note };
  }
  const excluded: Excluded[] = [];
  for (const near of nearestTiers(tier)) {
    const fit = (settings.tiers.get(near) ?? []).filter((model) => {
      const reason = whyNot(model);
      if (reason !== null) excluded.push({ model, reason });
      return reason === null;
    });
    const [model, ...standIns] = fit;
    if (model === undefined) continue;
    return { model, standIns, servedBy: near === tier ? null : near, excluded, note: null };
  }
  const [model, ...standIns] = own ?? [requested];
  const note = "No tier has a model that can do this: the tier's own is tried all the same.";
  return { model: model ?? requested, standIns, servedBy: null, excluded, note };
}
