import assert from "node:assert/strict";
import { parseOutcomes } from "../../../../lib/router/eval/outcomes_file.ts";
import { choosePair, evaluate, LEAST_PROMPTS } from "../../../../lib/router/eval/report.ts";
import { LENGTH, RANDOM } from "../../../../lib/router/eval/scorers.ts";

const lines = (bench: string, count: number, costs = "") =>
  Array.from(
    { length: count },
    (_, at) =>
      `{"text":"${"word ".repeat(at % 9)}","bench":"${bench}","m":{"big":1,"mid":0.7,"small":${
        at % 9 > 4 ? 0 : 1
      }}${costs}}`,
  ).join("\n");

Deno.test("evaluate reports all rows, then each bench with enough prompts", () => {
  const rows = parseOutcomes(`${lines("a", LEAST_PROMPTS)}\n${lines("b", LEAST_PROMPTS - 1)}`);

  const reports = evaluate(rows, { strong: "big", weak: "small" }, [RANDOM, LENGTH], 20);

  assert.deepEqual(reports.map(({ bench, prompts }) => [bench, prompts]), [["all", 79], ["a", 40]]);
  const [random, length] = reports[0]!.scorers;
  assert.equal(random!.measures.apgr.value, 0.5);
  assert.ok(length!.measures.apgr.value > 0.7);
});

Deno.test("evaluate refuses models that no prompt has, and a strong one that is not better", () => {
  const rows = parseOutcomes(lines("a", 50));
  const table = [
    ["big", "none", "Cannot compare big with none: no prompt has both."],
    ["small", "big", "Cannot compare: small does not do better than big. Swap them."],
  ] as const;
  for (const [strong, weak, message] of table) {
    assert.throws(() => evaluate(rows, { strong, weak }, [RANDOM]), { message });
  }
});

Deno.test("choosePair takes the best model and the cheapest, without costs the worst", () => {
  const costs = ',"c":{"big":9,"mid":0.1,"small":2}';

  assert.deepEqual(choosePair(parseOutcomes(lines("a", 9))), { strong: "big", weak: "small" });
  assert.deepEqual(choosePair(parseOutcomes(lines("a", 9, costs))), { strong: "big", weak: "mid" });
  assert.throws(
    () => choosePair(parseOutcomes('{"text":"","m":{"x":1}}')),
    /two models are needed/,
  );
});
