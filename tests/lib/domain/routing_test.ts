import assert from "node:assert/strict";
import { DIMENSIONS, STRATEGIES, TIERS } from "../../../lib/domain/routing.ts";

Deno.test("TIERS rise from the cheapest to the strongest", () => {
  assert.deepEqual(TIERS, ["SIMPLE", "MEDIUM", "COMPLEX", "REASONING"]);
});

Deno.test("routing knows three strategies and seven dimensions, each once", () => {
  assert.deepEqual(STRATEGIES, ["off", "complexity", "classifier"]);
  assert.equal(new Set(DIMENSIONS).size, 7);
});
