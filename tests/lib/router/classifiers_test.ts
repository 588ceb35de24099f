import assert from "node:assert/strict";
import { classify } from "../../../lib/router/classifier.ts";
import { classifierFor } from "../../../lib/router/classifiers.ts";

const signal = new AbortController().signal;

Deno.test("classifierFor gives the classifier that ships with the program, ready to score", async () => {
  const classified = await classify(classifierFor({ classifier_type: "local" }), "Hello", signal);

  assert.ok("score" in classified && classified.score.value > 0 && classified.score.value < 0.5);
});

Deno.test("classifierFor has none of other types, so that complexity stands in", () => {
  for (const type of ["bert", "mf", "sw_ranking", "causal_llm", ""]) {
    assert.equal(classifierFor({ classifier_type: type }), null, type);
  }
});
