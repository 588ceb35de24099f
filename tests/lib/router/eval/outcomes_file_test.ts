import assert from "node:assert/strict";
import { parseOutcomes } from "../../../../lib/router/eval/outcomes_file.ts";

Deno.test("parseOutcomes reads a row per line in either spelling and skips empty lines", () => {
  const rows = parseOutcomes(
    '{"text":"a","outcomes":{"x":1,"y":0.5},"costs":{"x":0.01}}\n\n' +
      '{"text":"b","bench":"mmlu","m":{"x":0}}\n',
  );

  assert.deepEqual(rows, [
    {
      text: "a",
      bench: "all",
      outcomes: new Map([["x", 1], ["y", 0.5]]),
      costs: new Map([["x", 0.01]]),
    },
    { text: "b", bench: "mmlu", outcomes: new Map([["x", 0]]), costs: new Map() },
  ]);
});

Deno.test("parseOutcomes names the line and the rule that it breaks", () => {
  const table = [
    ["{", "line 2: it is no JSON."],
    ["[]", "line 2: it must be a JSON object."],
    ['{"outcomes":{}}', 'line 2: "text" must be a string.'],
    ['{"text":"a","bench":1,"m":{}}', 'line 2: "bench" must be a string.'],
    ['{"text":"a"}', 'line 2: "outcomes" must be an object of model and number.'],
    ['{"text":"a","m":{"x":1.5}}', 'line 2: "outcomes" of "x" must be a number from 0 to 1.'],
    ['{"text":"a","m":{},"c":{"x":-1}}', 'line 2: "costs" of "x" must be a number 0 or more.'],
  ] as const;
  for (const [line, what] of table) {
    assert.throws(() => parseOutcomes(`{"text":"","m":{}}\n${line}`), {
      code: "invalid_request",
      message: `Cannot read outcomes: ${what}`,
    });
  }
});
