import assert from "node:assert/strict";
import { seededRandom, shuffled } from "../../../../lib/router/eval/seeded_random.ts";

Deno.test("seededRandom gives the same numbers for a seed, spread over 0 to 1", () => {
  const one = seededRandom(7), two = seededRandom(7), other = seededRandom(8);
  const numbers = Array.from({ length: 10_000 }, one);

  assert.deepEqual(numbers.slice(0, 100), Array.from({ length: 100 }, two));
  assert.notEqual(numbers[0], other());
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02, `${mean}`);
});

Deno.test("shuffled holds every number once", () => {
  const places = shuffled(50, seededRandom(3));

  assert.deepEqual(
    [...places].sort((one, two) => one - two),
    Array.from({ length: 50 }, (_, i) => i),
  );
  assert.notDeepEqual([...places], [...places].sort((one, two) => one - two));
});
