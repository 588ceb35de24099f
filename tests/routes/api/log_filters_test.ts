import assert from "node:assert/strict";
import { z } from "zod";
import { NUMBER_COLUMNS, TEXT_COLUMNS } from "../../../lib/domain/request_log_filter.ts";
import { LOG_FILTERS, logFilterOf } from "../../../routes/api/log_filters.ts";

const filterOf = (query: Readonly<Record<string, string | string[]>>) =>
  logFilterOf(z.strictObject(LOG_FILTERS).parse(query));

Deno.test("LOG_FILTERS has a parameter for every column", () => {
  const given: Record<string, string> = {};
  for (const name of TEXT_COLUMNS) {
    given[name === "model_used" ? "model" : name === "format" ? "caller_format" : name] = "x";
  }
  for (const name of NUMBER_COLUMNS) {
    given[`min_${name === "cost_nano_usd" ? "cost_usd" : name}`] = "1";
  }

  const filter = filterOf(given);

  assert.deepEqual(Object.keys(filter.texts ?? {}).sort(), [...TEXT_COLUMNS].sort());
  assert.deepEqual(Object.keys(filter.ranges ?? {}).sort(), [...NUMBER_COLUMNS].sort());
});

Deno.test("logFilterOf reads lists, ranges, switches, times and words", () => {
  assert.deepEqual(
    filterOf({
      provider: ["Gemini", "groq"],
      min_cost_usd: "0.25",
      max_latency_ms: "9",
      stream: "false",
      tag: ["a=b", "c"],
      from: "1970-01-01T01:00:01+01:00",
      q: "Paris",
      status: "error",
    }),
    {
      isError: true,
      texts: { provider: ["google", "groq"] },
      ranges: { cost_nano_usd: { min: 250_000_000 }, latency_ms: { max: 9 } },
      tags: [{ name: "a", value: "b" }, { name: "c", value: null }],
      sinceMs: 1000,
      terms: [{ word: "paris", isPrefix: false }],
      stream: false,
    },
  );
  assert.deepEqual(filterOf({}), {});
});
