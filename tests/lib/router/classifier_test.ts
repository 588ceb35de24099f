import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { type Classifier, classify } from "../../../lib/router/classifier.ts";

const { signal } = new AbortController();
const made = (score: Classifier["score"]): Classifier => ({ type: "test", score });

Deno.test("classify hands on the score", async () => {
  const score = { value: 0.5, contributions: [] };

  assert.deepEqual(await classify(made(() => Promise.resolve(score)), "x", signal), { score });
});

Deno.test("classify says why there is no score, and never rejects", async () => {
  const failing = (thrown: unknown) =>
    made(() => {
      throw thrown;
    });
  const table: readonly (readonly [Classifier | null, RegExp])[] = [
    [null, /^No classifier is there\.$/],
    [failing(new FlowError("upstream_header_timeout", "Too slow.")), /^Too slow\.$/],
    [failing(new TypeError("odd")), /'test' failed: odd$/],
    [failing("odd"), /'test' failed: odd$/],
    [made(() => ({ value: NaN, contributions: [] })), /gave a score that is none: NaN/],
    [made(() => ({ value: 1.01, contributions: [] })), /gave a score that is none: 1.01/],
  ];
  for (const [classifier, expected] of table) {
    const classified = await classify(classifier, "x", signal);
    assert.match("failure" in classified ? classified.failure : "scored", expected);
  }
});
