import assert from "node:assert/strict";
import { seededRandom } from "../../../../lib/router/eval/seeded_random.ts";
import { evidenceFit, Moments } from "../../../../lib/router/learn/evidence_fit.ts";

const BLOCKS = [{ size: 3, variances: [1e-4, 1e-2, 1] }];

function momentsWith(noise: number, count: number, size = 3): Moments {
  const random = seededRandom(5);
  const moments = new Moments(size);
  for (let at = 0; at < count; at++) {
    const features = Float64Array.from({ length: size }, () => random() * 4 - 2);
    moments.add(features, features[0]! - 0.5 * features[1]! + noise * (random() - 0.5), 1);
  }
  return moments;
}

Deno.test("evidenceFit finds the weights behind nearly clean data", () => {
  const [one, two, three] = evidenceFit(momentsWith(0.1, 400), BLOCKS);

  assert.ok(Math.abs(one! - 1) < 0.02 && Math.abs(two! + 0.5) < 0.02 && Math.abs(three!) < 0.02);
});

Deno.test("evidenceFit holds back when the data are noise", () => {
  const weights = evidenceFit(momentsWith(200, 60), BLOCKS);

  assert.ok(weights.every((weight) => Math.abs(weight) < 0.3), `${weights}`);
});

Deno.test("Moments without a part are those of the rest", () => {
  const all = momentsWith(1, 50), part = momentsWith(1, 20);
  const rest = all.without(part);

  assert.equal(rest.examples, 30);
  assert.ok(Math.abs(rest.squares + part.squares - all.squares) < 1e-9);
  assert.ok(
    rest.right.every((value, at) => Math.abs(value + part.right[at]! - all.right[at]!) < 1e-9),
  );
});
