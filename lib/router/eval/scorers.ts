/**
 * What can be judged: each way of scoring a prompt, and the two that cost nothing to beat.
 *
 * @module
 */
import { scoreComplexity } from "../complexity.ts";
import { shippedModel } from "../local/shipped_model.ts";

/** A way of scoring: higher = more in need of a strong model. */
export interface Scorer {
  readonly name: string;
  readonly score: (text: string) => number;
}

/** All prompts alike: the diagonal, which is what chance gives. */
export const RANDOM: Scorer = { name: "random", score: () => 0 };
export const LENGTH: Scorer = { name: "length", score: (text) => text.length };
export const COMPLEXITY: Scorer = {
  name: "complexity",
  score: (text) => scoreComplexity(text).value,
};
export const LOCAL: Scorer = { name: "local", score: (text) => shippedModel().score(text).value };

/** In the order of the report. */
export const SCORERS: readonly Scorer[] = [RANDOM, LENGTH, COMPLEXITY, LOCAL];
