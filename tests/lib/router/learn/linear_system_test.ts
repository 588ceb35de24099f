import assert from "node:assert/strict";
import fc from "fast-check";
import { Factor, SquareMatrix } from "../../../../lib/router/learn/linear_system.ts";

const number = fc.double({ min: -5, max: 5, noNaN: true });

Deno.test("Factor solves what it was made from", () => {
  const vectors = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(vectors, fc.tuple(number, number, number), (rows, wanted) => {
    const matrix = new SquareMatrix(3);
    for (let at = 0; at < 3; at++) matrix.set(at, at, 1);
    for (const row of rows) matrix.addOuter(Float64Array.from(row), 0.5);
    const right = Float64Array.from(
      [0, 1, 2],
      (row) => wanted.reduce((sum, value, column) => sum + matrix.at(row, column) * value, 0),
    );

    const found = new Factor(matrix).solve(right);

    wanted.forEach((value, at) => assert.ok(Math.abs(found[at]! - value) < 1e-6));
  }));
});

Deno.test("Factor knows the determinant", () => {
  const matrix = new SquareMatrix(2);
  [4, 2, 2, 3].forEach((value, at) => matrix.values[at] = value);

  assert.ok(Math.abs(new Factor(matrix).logDeterminant - Math.log(8)) < 1e-12);
});

Deno.test("Factor refuses a matrix that is not positive definite", () => {
  const matrix = new SquareMatrix(2);
  [1, 2, 2, 1].forEach((value, at) => matrix.values[at] = value);

  assert.throws(() => new Factor(matrix), /not positive definite/);
});
