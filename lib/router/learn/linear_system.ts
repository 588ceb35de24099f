/**
 * Systems of linear equations with a symmetric, positive definite matrix.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";

/** A square matrix, row after row. */
export class SquareMatrix {
  readonly values: Float64Array;

  constructor(readonly size: number) {
    this.values = new Float64Array(size * size);
  }

  at(row: number, column: number): number {
    return this.values[row * this.size + column]!;
  }

  set(row: number, column: number, value: number): void {
    this.values[row * this.size + column] = value;
  }

  /** Adds `weight` times the product of a vector with itself. */
  addOuter(vector: Float64Array, weight: number): void {
    const { size, values } = this;
    for (let row = 0; row < size; row++) {
      const factor = weight * vector[row]!;
      if (factor === 0) continue;
      const start = row * size;
      for (let column = 0; column < size; column++) {
        values[start + column]! += factor * vector[column]!;
      }
    }
  }
}

/** The lower triangle L of matrix = L · Lᵀ (Cholesky). */
export class Factor {
  readonly #lower: SquareMatrix;

  /** @throws FlowError `internal` when the matrix is not positive definite */
  constructor(matrix: SquareMatrix) {
    const { size } = matrix;
    const lower = new SquareMatrix(size);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column <= row; column++) {
        let rest = matrix.at(row, column);
        for (let at = 0; at < column; at++) rest -= lower.at(row, at) * lower.at(column, at);
        if (row !== column) lower.set(row, column, rest / lower.at(column, column));
        else if (rest > 0) lower.set(row, row, Math.sqrt(rest));
        else throw new FlowError("internal", "Cannot solve: the matrix is not positive definite.");
      }
    }
    this.#lower = lower;
  }

  /** Logarithm of the determinant. */
  get logDeterminant(): number {
    let sum = 0;
    for (let at = 0; at < this.#lower.size; at++) sum += 2 * Math.log(this.#lower.at(at, at));
    return sum;
  }

  /** L⁻¹ · right. */
  forward(right: Float64Array): Float64Array {
    const lower = this.#lower;
    const solution = Float64Array.from(right);
    for (let row = 0; row < lower.size; row++) {
      for (let at = 0; at < row; at++) solution[row]! -= lower.at(row, at) * solution[at]!;
      solution[row]! /= lower.at(row, row);
    }
    return solution;
  }

  /** The x of matrix · x = right. */
  solve(right: Float64Array): Float64Array {
    const lower = this.#lower;
    const solution = this.forward(right);
    for (let row = lower.size - 1; row >= 0; row--) {
      for (let at = row + 1; at < lower.size; at++) {
        solution[row]! -= lower.at(at, row) * solution[at]!;
      }
      solution[row]! /= lower.at(row, row);
    }
    return solution;
  }
}
