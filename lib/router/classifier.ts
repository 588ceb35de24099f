/**
 * What scores prompts in place of the seven dimensions.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Score } from "../domain/routing.ts";

/** A classifier that is ready. */
export interface Classifier {
  readonly type: string;
  /**
   * How much a text needs a strong model, from 0 to 1; may ask somebody else. Rejects with a
   * FlowError that says why when it cannot tell.
   */
  score(text: string, signal: AbortSignal): Score | Promise<Score>;
}

/** What a classifier made of a text: a score, or in a sentence why there is none. */
export type Classified =
  | { readonly score: Score }
  | { readonly failure: string };

/** Asks a classifier, or tells that there is none. Never rejects: a request must not fail by it. */
export async function classify(
  classifier: Classifier | null,
  text: string,
  signal: AbortSignal,
): Promise<Classified> {
  if (classifier === null) return { failure: "No classifier is there." };
  const name = `The classifier '${classifier.type}'`;
  try {
    const score = await classifier.score(text, signal);
    if (score.value >= 0 && score.value <= 1) return { score };
    return { failure: `${name} gave a score that is none: ${score.value}.` };
  } catch (thrown) {
    if (thrown instanceof FlowError) return { failure: thrown.message };
    return { failure: `${name} failed: ${thrown instanceof Error ? thrown.message : thrown}` };
  }
}
