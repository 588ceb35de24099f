import assert from "node:assert/strict";
import { SCORERS } from "../../../../lib/router/eval/scorers.ts";

Deno.test("SCORERS score any text with a number", () => {
  for (const { name, score } of SCORERS) {
    for (const text of ["", "analyze step by step", "你好"]) {
      assert.ok(Number.isFinite(score(text)), name);
    }
  }
});

Deno.test("SCORERS begin with the two that cost nothing", () => {
  assert.deepEqual(SCORERS.map(({ name }) => name), ["random", "length", "complexity", "local"]);
});
