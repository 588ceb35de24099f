import assert from "node:assert/strict";
import { CHINESE_TERMS, LONGEST_TERM } from "../../../../lib/router/local/chinese_terms.ts";
import { shippedModel } from "../../../../lib/router/local/shipped_model.ts";

Deno.test("CHINESE_TERMS give each term at least one English word that the model knows", () => {
  const { rows } = shippedModel().weights.table;
  const unknown = [...CHINESE_TERMS].filter(([, english]) =>
    !english.some((word) => rows.has(word))
  );

  assert.deepEqual(unknown.map(([term]) => term), []);
  assert.ok(CHINESE_TERMS.size > 200);
});

Deno.test("LONGEST_TERM is the length of the longest term", () => {
  assert.equal(LONGEST_TERM, "正则表达式".length);
});
