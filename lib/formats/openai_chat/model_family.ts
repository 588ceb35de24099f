/**
 * What OpenAI's model names tell about the fields that the models take (OpenAI API reference and
 * "Reasoning models" guide). Other vendors' names tell nothing.
 *
 * @module
 */

/** Levels of `reasoning_effort`. */
export type Effort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/** One family of models. */
export interface ModelFamily {
  /** Takes `max_completion_tokens` only, and no sampler settings. */
  readonly isReasoning: boolean;
  /** Known not to take `reasoning_effort`. */
  readonly neverReasons: boolean;
  /** Levels that it takes; null when that is not known. */
  readonly efforts: readonly Effort[] | null;
}

const O_SERIES: ModelFamily = {
  isReasoning: true,
  neverReasons: false,
  efforts: ["low", "medium", "high"],
};
const GPT_5: ModelFamily = { ...O_SERIES, efforts: ["minimal", "low", "medium", "high"] };
const GPT_5_1: ModelFamily = { ...O_SERIES, efforts: ["none", "low", "medium", "high"] };
const LATER: ModelFamily = { ...O_SERIES, efforts: ["none", "low", "medium", "high", "xhigh"] };
const PLAIN: ModelFamily = { isReasoning: false, neverReasons: true, efforts: null };
const OTHER: ModelFamily = { isReasoning: false, neverReasons: false, efforts: null };

const FAMILIES: readonly [name: RegExp, family: ModelFamily][] = [
  [/^gpt-[\d.]+-chat/, PLAIN],
  [/^(gpt-4|gpt-3\.5|chatgpt-4)/, PLAIN],
  [/^o\d(-|$)/, O_SERIES],
  [/^gpt-5(-|$)/, GPT_5],
  [/^gpt-5\.1(-|$)/, GPT_5_1],
  [/^gpt-([6-9]|5\.)/, LATER],
];

/** The family of a model; a vendor's prefix (`openai/`) does not matter. */
export function familyOf(model: string): ModelFamily {
  const name = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1] ?? OTHER;
}

const LADDER: readonly Effort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
/** What models of other vendors take where they take a level at all. */
const USUAL: readonly Effort[] = ["low", "medium", "high"];

/**
 * The level nearest to the wanted one that a family takes, the more thorough of two equally near;
 * null when "none" was wanted and cannot be told.
 */
export function nearestEffort(wanted: Effort, family: ModelFamily): Effort | null {
  const known = family.efforts ?? USUAL;
  if (known.includes(wanted)) return wanted;
  if (wanted === "none") return family.isReasoning ? known[0] ?? null : null;
  const rank = LADDER.indexOf(wanted);
  const distance = (effort: Effort) => Math.abs(LADDER.indexOf(effort) - rank);
  const sorted = known.filter((effort) => effort !== "none")
    .sort((a, b) => distance(a) - distance(b) || LADDER.indexOf(b) - LADDER.indexOf(a));
  return sorted[0] ?? null;
}

/** A budget of thinking tokens as a level; null when the model is to choose. */
export function effortOfBudget(tokens: number): Effort | null {
  if (tokens < 0) return null;
  if (tokens === 0) return "none";
  if (tokens <= 4096) return "low";
  return tokens <= 16_384 ? "medium" : "high";
}
