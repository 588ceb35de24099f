import assert from "node:assert/strict";
import { attempts, fallbacks } from "../../../lib/config/schema_attempts.ts";

Deno.test("attempts refuses what would try nothing or for ever", () => {
  for (const wrong of [{ max_attempts: 0 }, { max_attempts: 21 }, { retry_budget_percent: -1 }]) {
    assert.ok(!attempts.safeParse(wrong).success, JSON.stringify(wrong));
  }
});

Deno.test("fallbacks takes names, patterns and tiers, each with models of providers", () => {
  const table = {
    "gpt-4o": ["anthropic/claude-sonnet-4-5", "openrouter/openai/gpt-4o"],
    "openai/*": ["groq/openai/gpt-oss-20b"],
    "tier:REASONING": ["openai/o3"],
    "*": [],
  };

  assert.deepEqual(fallbacks.parse(table), table);
});

const refused: [what: string, table: unknown][] = [
  ["a model without its provider", { "gpt-4o": ["claude-sonnet-4-5"] }],
  ["half a name", { "gpt-4o": ["openai/"] }],
  ["an unknown tier", { "tier:HUGE": ["openai/o3"] }],
  ["an empty name", { " ": ["openai/o3"] }],
  ["one model that is no list", { "gpt-4o": "openai/o3" }],
  ["more than 20 models", { "gpt-4o": Array(21).fill("openai/o3") }],
];
for (const [what, table] of refused) {
  Deno.test(`fallbacks refuses ${what}`, () => {
    assert.ok(!fallbacks.safeParse(table).success);
  });
}
