/**
 * A linear regression whose regularisation is found from the data: of a few strengths per block of
 * features, the ones under which the data are most likely (evidence; MacKay 1992, Neural Computation
 * 4). Noisier outcomes thus lead to smaller corrections by themselves.
 *
 * @module
 */
import { Factor, SquareMatrix } from "./linear_system.ts";

/** Sums over examples that a fit needs; sums of disjoint examples may be subtracted. */
export class Moments {
  readonly matrix: SquareMatrix;
  readonly right: Float64Array;
  squares = 0;
  examples = 0;

  constructor(readonly size: number) {
    this.matrix = new SquareMatrix(size);
    this.right = new Float64Array(size);
  }

  add(features: Float64Array, target: number, weight: number): void {
    this.matrix.addOuter(features, weight);
    for (let at = 0; at < this.size; at++) this.right[at]! += weight * target * features[at]!;
    this.squares += weight * target * target;
    this.examples++;
  }

  without(other: Moments): Moments {
    const rest = new Moments(this.size);
    this.matrix.values.forEach((value, at) => {
      rest.matrix.values[at] = value - other.matrix.values[at]!;
    });
    this.right.forEach((value, at) => rest.right[at] = value - other.right[at]!);
    rest.squares = this.squares - other.squares;
    rest.examples = this.examples - other.examples;
    return rest;
  }
}

/** Features that share one strength: their number, and the variances to choose from. */
export interface Block {
  readonly size: number;
  /** Of a weight, in units of the noise's variance. */
  readonly variances: readonly number[];
}

/** The weights under the likeliest variances. The blocks' sizes add up to that of the moments. */
export function evidenceFit(moments: Moments, blocks: readonly Block[]): Float64Array {
  let best = { evidence: -Infinity, weights: new Float64Array(moments.size) };
  for (const variances of choices(blocks.map((block) => block.variances))) {
    const roots = Float64Array.from(
      blocks.flatMap(({ size }, at) => Array<number>(size).fill(Math.sqrt(variances[at]!))),
    );
    const found = fitWith(moments, roots);
    if (found.evidence > best.evidence) best = found;
  }
  return best.weights;
}

function fitWith(
  { matrix, right, squares, examples, size }: Moments,
  roots: Float64Array,
): { evidence: number; weights: Float64Array<ArrayBuffer> } {
  const scaled = new SquareMatrix(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const unit = row === column ? 1 : 0;
      scaled.set(row, column, unit + roots[row]! * matrix.at(row, column) * roots[column]!);
    }
  }
  const factor = new Factor(scaled);
  const forward = factor.forward(right.map((value, at) => value * roots[at]!));
  const explained = forward.reduce((sum, value) => sum + value * value, 0);
  const rest = Math.max(squares - explained, 1e-9);
  const solved = factor.solve(right.map((value, at) => value * roots[at]!));
  return {
    evidence: -0.5 * (examples * Math.log(rest) + factor.logDeterminant),
    weights: Float64Array.from(solved, (value, at) => value * roots[at]!),
  };
}

function choices(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>(
    (so, list) => so.flatMap((chosen) => list.map((one) => [...chosen, one])),
    [[]],
  );
}
