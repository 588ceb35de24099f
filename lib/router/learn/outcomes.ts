/**
 * What became of requests, as evidence of how much more the strong model of a pair achieves.
 *
 * @module
 */

/** Where an outcome is known from. */
export const SIGNALS = ["verdict", "judge", "failed_output", "escalation", "retry"] as const;
export type Signal = (typeof SIGNALS)[number];

/**
 * How much each signal counts beside a caller's verdict. Set by hand: a retry may be a change of
 * mind, a broken output may be the network's fault.
 */
export const SIGNAL_WEIGHTS: Readonly<Record<Signal, number>> = {
  verdict: 1,
  judge: 0.7,
  failed_output: 0.6,
  escalation: 0.35,
  retry: 0.25,
};

/** One answer, judged. */
export interface Outcome {
  readonly text: string;
  readonly model: string;
  /** From 0, useless, to 1, right. */
  readonly value: number;
  readonly signal: Signal;
}

export interface Pair {
  readonly strong: string;
  readonly weak: string;
}

/** One prompt as an equation about the gain g(x) of the strong model: `factor · g(x) ≈ target`. */
export interface Evidence {
  readonly text: string;
  readonly factor: number;
  readonly target: number;
  readonly weight: number;
  /** An unbiased, noisy guess at the gain itself. */
  readonly gain: number;
}

/** Prompts are put in so many groups by the prior's score to allow for who was sent where. */
const GROUPS = 5;
/** The share of the strong model in a group is taken to be no further from one half than this. */
const FURTHEST = 0.4;

/**
 * Prompts that both models answered give their difference. The others give what an answer was better
 * than answers to such prompts usually are: the residuals of Nie and Wager's R-learner (2021,
 * Biometrika 108), with groups of the prior's score in place of the two nuisance functions, since
 * that score is what decided which model was asked. Outcomes of other models are passed over.
 *
 * @param priorScore of a text
 */
export function gatherEvidence(
  outcomes: readonly Outcome[],
  { strong, weak }: Pair,
  priorScore: (text: string) => number,
): readonly Evidence[] {
  const prompts = new Map<string, { strong?: Average; weak?: Average }>();
  for (const { text, model, value, signal } of outcomes) {
    if (model !== strong && model !== weak) continue;
    const side = model === strong ? "strong" : "weak";
    const prompt = prompts.get(text) ?? {};
    prompt[side] = add(prompt[side], value, SIGNAL_WEIGHTS[signal]);
    prompts.set(text, prompt);
  }
  const evidence: Evidence[] = [];
  const single: Single[] = [];
  for (const [text, { strong: high, weak: low }] of prompts) {
    if (high !== undefined && low !== undefined) {
      const gain = high.value - low.value;
      const weight = Math.min(high.weight, low.weight, 1);
      evidence.push({ text, factor: 1, target: gain, weight, gain });
    } else {
      const { value, weight } = (high ?? low)!;
      single.push({ text, isStrong: high !== undefined, value, weight: Math.min(weight, 1) });
    }
  }
  return [...evidence, ...ofSingles(single, priorScore)];
}

interface Average {
  readonly value: number;
  readonly weight: number;
}

function add(so: Average | undefined, value: number, weight: number): Average {
  const before = so ?? { value: 0, weight: 0 };
  const total = before.weight + weight;
  return { value: (before.value * before.weight + value * weight) / total, weight: total };
}

interface Single {
  readonly text: string;
  readonly isStrong: boolean;
  readonly value: number;
  readonly weight: number;
}

function ofSingles(
  singles: readonly Single[],
  priorScore: (text: string) => number,
): readonly Evidence[] {
  const sorted = singles.map((single) => ({ single, score: priorScore(single.text) }))
    .sort((one, two) => one.score - two.score);
  const size = Math.max(1, Math.ceil(sorted.length / GROUPS));
  return sorted.flatMap((_, start) => {
    if (start % size !== 0) return [];
    const group = sorted.slice(start, start + size).map(({ single }) => single);
    const share = group.filter(({ isStrong }) => isStrong).length / group.length;
    const odds = Math.min(Math.max(share, 0.5 - FURTHEST), 0.5 + FURTHEST);
    const total = group.reduce((sum, { weight }) => sum + weight, 0);
    const usual = group.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
    return group.map(({ text, isStrong, value, weight }) => {
      const factor = (isStrong ? 1 : 0) - odds;
      const target = value - usual;
      // A pair's difference has the noise of two answers, so one answer counts twice as much.
      return {
        text,
        factor,
        target,
        weight: 2 * weight,
        gain: target * factor / (odds * (1 - odds)),
      };
    });
  });
}
