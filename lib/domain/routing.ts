/**
 * Which model a prompt goes to, and why.
 *
 * @module
 */

/** From cheap to capable. */
export const TIERS = ["SIMPLE", "MEDIUM", "COMPLEX", "REASONING"] as const;
export type Tier = (typeof TIERS)[number];

/** `DIRECT`: nothing was chosen, the model is the one that was asked for. */
export type TierLabel = Tier | "DIRECT";

/** How prompts are scored. */
export const STRATEGIES = ["off", "complexity", "classifier"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What part of a conversation is scored. */
export const TEXT_CHOICES = ["user_messages", "last_turn"] as const;
export type TextChoice = (typeof TEXT_CHOICES)[number];

/** Which requests are routed. */
export const APPLY_TO = ["all", "auto", "listed"] as const;
export type ApplyTo = (typeof APPLY_TO)[number];

/** The seven things that the complexity score looks at, in the order in which they are added up. */
export const DIMENSIONS = [
  "tokenCount",
  "codePresence",
  "reasoningMarkers",
  "technicalTerms",
  "simpleIndicators",
  "multiStepPatterns",
  "questionComplexity",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What one dimension, or one feature of a classifier, adds to the score. */
export interface Contribution {
  readonly name: string;
  readonly value: number;
  /** What was found: words from fixed lists, counts; never other text of the prompt. */
  readonly found: string;
}

/** A score and where it comes from. */
export interface Score {
  /** From 0 to 1, unrounded. */
  readonly value: number;
  readonly contributions: readonly Contribution[];
}

/** A model that was passed over. */
export interface Excluded {
  readonly model: string;
  readonly reason: string;
}

/** What made the tier what it is. */
export type DecidedBy = "score" | "alias" | "header";

/** What was decided about one request. */
export interface Decision {
  /** As configured or asked for in the header; a missing classifier does not change it. */
  readonly strategy: Strategy;
  readonly decidedBy: DecidedBy;
  /** What scored the prompt; null when nothing did. */
  readonly scorer: "complexity" | "classifier" | null;
  /** From 0 to 1 with four decimals; null when nothing was scored. */
  readonly score: number | null;
  readonly tier: TierLabel;
  readonly model: string;
  /** Models that stand in for it, in order. */
  readonly standIns: readonly string[];
  /** The tier whose model serves, when the own tier's models cannot do the job. */
  readonly servedBy: Tier | null;
  /** The model that the caller named, when it is a real one: what the saving is reckoned from. */
  readonly baselineModel: string | null;
  readonly contributions: readonly Contribution[];
  readonly excluded: readonly Excluded[];
  /** The tier that the score alone would give, when the session's earlier tier was kept. */
  readonly heldAgainst: Tier | null;
  /** Why the classifier did not score although it should have. */
  readonly fallbackReason: string | null;
  /** Anything else worth knowing, in a sentence. */
  readonly note: string | null;
  /** Time that deciding took, microseconds. */
  readonly tookUs: number;
}
