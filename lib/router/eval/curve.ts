/**
 * How much of the gap between a weak and a strong model is won back when the prompts that a scorer
 * puts first go to the strong one.
 *
 * The measures are RouteLLM's (Ong et al. 2024, arXiv:2406.18665, section 2.3). Prompts of the same
 * score share their mean: they enter the curve together.
 *
 * @module
 */

/** One point: this share of the prompts at the strong model wins back this part of the gap. */
export interface CurvePoint {
  readonly share: number;
  readonly recovered: number;
}

/**
 * The curve from no prompt to all. Empty when both models do equally well on the whole.
 *
 * @param scores higher = goes to the strong model earlier
 * @param gains outcome of the strong model less that of the weak one
 * @param counts how often each prompt counts; once when missing
 */
export function recoveryCurve(
  scores: ArrayLike<number>,
  gains: ArrayLike<number>,
  counts?: ArrayLike<number>,
): readonly CurvePoint[] {
  return curveInOrder(descending(scores), scores, gains, counts);
}

/** Places of the scores, highest first. */
export function descending(scores: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: scores.length }, (_, at) => at)
    .sort((one, two) => scores[two]! - scores[one]! || one - two);
}

/** {@link recoveryCurve} for scores that have been put in order already. */
export function curveInOrder(
  order: Int32Array,
  scores: ArrayLike<number>,
  gains: ArrayLike<number>,
  counts?: ArrayLike<number>,
): readonly CurvePoint[] {
  let total = 0, gap = 0;
  for (let at = 0; at < gains.length; at++) {
    total += counts?.[at] ?? 1;
    gap += (counts?.[at] ?? 1) * gains[at]!;
  }
  if (total === 0 || gap === 0) return [];
  const points: CurvePoint[] = [{ share: 0, recovered: 0 }];
  let taken = 0, won = 0;
  for (let place = 0; place < order.length; place++) {
    const at = order[place]!;
    taken += counts?.[at] ?? 1;
    won += (counts?.[at] ?? 1) * gains[at]!;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[at]) continue;
    points.push({ share: taken / total, recovered: won / gap });
  }
  return points;
}

/** APGR: the area under the curve. 0.5 is what chance gives. */
export function areaUnder(points: readonly CurvePoint[]): number {
  let area = 0;
  for (let at = 1; at < points.length; at++) {
    const before = points[at - 1]!, point = points[at]!;
    area += (point.share - before.share) * (point.recovered + before.recovered) / 2;
  }
  return area;
}

/** CPT: the least share of strong calls that wins back this part of the gap. */
export function shareFor(points: readonly CurvePoint[], part: number): number {
  const reached = points.findIndex(({ recovered }) => recovered >= part - 1e-12);
  if (reached <= 0) return reached < 0 ? 1 : points[0]!.share;
  const before = points[reached - 1]!, point = points[reached]!;
  const step = point.recovered - before.recovered;
  const along = step === 0 ? 1 : Math.max(0, part - before.recovered) / step;
  return before.share + (point.share - before.share) * along;
}

/** How well a score tells prompts on which the strong model does better from others; 0.5: chance. */
export function areaUnderRoc(scores: ArrayLike<number>, gains: ArrayLike<number>): number {
  const order = descending(scores);
  let better = 0, pairs = 0, blockBetter = 0, blockOther = 0;
  for (let place = 0; place < order.length; place++) {
    const at = order[place]!;
    if (gains[at]! > 0) blockBetter++;
    else blockOther++;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[at]) continue;
    pairs += blockOther * (better + blockBetter / 2);
    better += blockBetter;
    blockBetter = blockOther = 0;
  }
  const others = order.length - better;
  return better === 0 || others === 0 ? NaN : pairs / (better * others);
}
