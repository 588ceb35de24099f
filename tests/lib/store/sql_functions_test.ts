import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { encode } from "../../../lib/domain/histogram.ts";
import { registerFunctions, tagValues } from "../../../lib/store/sql_functions.ts";

function ask(sql: string, ...parameters: (string | Uint8Array | null)[]): unknown {
  const database = new DatabaseSync(":memory:");
  try {
    registerFunctions(database);
    return database.prepare(`SELECT ${sql} AS answer`).get(...parameters)?.["answer"];
  } finally {
    database.close();
  }
}

const histogram = (...pairs: [number, number][]) => encode(new Map(pairs));

Deno.test("registerFunctions adds histograms, two or a group of them", () => {
  const [a, b] = [histogram([1, 2], [5, 1]), histogram([1, -2], [7, 3])];

  assert.deepEqual(ask("add_histograms(?, ?)", a, b), histogram([5, 1], [7, 3]));
  assert.deepEqual(
    ask("(SELECT histogram(x) FROM (SELECT ? AS x UNION ALL SELECT NULL UNION ALL SELECT 5))", a),
    histogram([1, 2], [5, 2]),
  );
  assert.deepEqual(ask("(SELECT histogram(x) FROM (SELECT 1 AS x) WHERE x > 1)"), histogram());
});

Deno.test("registerFunctions looks for words in bodies", () => {
  const terms = JSON.stringify([{ word: "paris", isPrefix: false }]);
  const sql = "holds_terms(?, ?, ?, ?)";

  assert.equal(ask(sql, '{"a":"in Paris"}', null, null, terms), 1);
  assert.equal(ask(sql, null, '{"a":"in Rome"}', "Paris", terms), 1);
  assert.equal(ask(sql, null, null, null, terms), 0);
});

Deno.test("tagValues names each value once", () => {
  assert.deepEqual(tagValues("x", '{"a":"1","b":"2"}'), ["x", "a=1", "b=2"]);
  assert.deepEqual(tagValues("a=1", '{"a":"1"}'), ["a=1"]);
  assert.deepEqual(tagValues("", null), []);
  assert.equal(ask("tag_values(?, ?)", "x", null), '["x"]');
});
