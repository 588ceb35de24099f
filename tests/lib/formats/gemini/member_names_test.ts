import assert from "node:assert/strict";
import { camelCase, canonicalMembers } from "../../../../lib/formats/gemini/member_names.ts";

for (
  const [name, expected] of [
    ["thinking_budget", "thinkingBudget"],
    ["topP", "topP"],
    ["_responseJsonSchema", "_responseJsonSchema"],
    ["max_output_tokens", "maxOutputTokens"],
  ] as const
) {
  Deno.test(`camelCase spells ${name} as ${expected}`, () => {
    assert.equal(camelCase(name), expected);
  });
}

Deno.test("canonicalMembers renames at every depth, but not inside the caller's own data", () => {
  const body = {
    generation_config: { thinking_config: { thinking_budget: 0 } },
    contents: [{ parts: [{ function_call: { name: "f", args: { user_id: 1 } } }] }],
    tools: [{ function_declarations: [{ name: "f", parameters: { properties: { a_b: {} } } }] }],
  };

  assert.deepEqual(canonicalMembers(body), {
    generationConfig: { thinkingConfig: { thinkingBudget: 0 } },
    contents: [{ parts: [{ functionCall: { name: "f", args: { user_id: 1 } } }] }],
    tools: [{ functionDeclarations: [{ name: "f", parameters: { properties: { a_b: {} } } }] }],
  });
});
