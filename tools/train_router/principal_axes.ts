/**
 * The directions in which vectors differ most.
 *
 * @module
 */

/**
 * Axes of the greatest variance, greatest first, each of length 1; their sign is such that the entry
 * of greatest size is positive. Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations,
 * 8.5), so that the order of all sums is fixed.
 */
export function principalAxes(rows: readonly Float64Array[], count: number): Float64Array[] {
  const size = rows[0]!.length;
  const matrix = covariance(rows, size);
  const axes = Array.from({ length: size }, (_, at) => unit(size, at));
  for (let sweep = 0; sweep < 12; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(matrix, axes, p, q);
    }
  }
  return axes.map((axis, at) => ({ axis, variance: matrix[at]![at]! }))
    .sort((one, two) => two.variance - one.variance)
    .slice(0, count).map(({ axis }) => positive(axis));
}

function covariance(rows: readonly Float64Array[], size: number): Float64Array[] {
  const mean = new Float64Array(size);
  for (const row of rows) for (let at = 0; at < size; at++) mean[at]! += row[at]! / rows.length;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows) {
    for (let p = 0; p < size; p++) {
      const line = matrix[p]!;
      const apart = row[p]! - mean[p]!;
      for (let q = 0; q < size; q++) line[q]! += apart * (row[q]! - mean[q]!) / rows.length;
    }
  }
  return matrix;
}

function unit(size: number, at: number): Float64Array {
  const axis = new Float64Array(size);
  axis[at] = 1;
  return axis;
}

function rotate(matrix: Float64Array[], axes: Float64Array[], p: number, q: number): void {
  const off = matrix[p]![q]!;
  if (Math.abs(off) < 1e-15) return;
  const ratio = (matrix[q]![q]! - matrix[p]![p]!) / (2 * off);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (const line of matrix) turn(line, p, q, cosine, sine);
  const rowP = matrix[p]!, rowQ = matrix[q]!;
  for (let at = 0; at < rowP.length; at++) {
    const one = rowP[at]!, two = rowQ[at]!;
    rowP[at] = cosine * one - sine * two;
    rowQ[at] = sine * one + cosine * two;
  }
  const axisP = axes[p]!, axisQ = axes[q]!;
  for (let at = 0; at < axisP.length; at++) {
    const one = axisP[at]!, two = axisQ[at]!;
    axisP[at] = cosine * one - sine * two;
    axisQ[at] = sine * one + cosine * two;
  }
}

function turn(line: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const one = line[p]!, two = line[q]!;
  line[p] = cosine * one - sine * two;
  line[q] = sine * one + cosine * two;
}

function positive(axis: Float64Array): Float64Array {
  const greatest = axis.reduce((best, value) => Math.abs(value) > Math.abs(best) ? value : best, 0);
  return greatest < 0 ? axis.map((value) => -value) : axis;
}
