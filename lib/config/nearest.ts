/**
 * "Did you mean …?"
 *
 * @module
 */
import { editDistance } from "../domain/edit_distance.ts";

/**
 * The candidate with the fewest changed, missing, surplus or swapped letters, when it is near enough
 * to be a slip of the hand: at most one change for every three letters. Case does not count.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
