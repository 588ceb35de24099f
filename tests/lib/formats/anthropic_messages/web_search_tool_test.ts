import assert from "node:assert/strict";
import type { BuiltInTool } from "../../../../lib/domain/conversation/request.ts";
import { Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";
import { webSearchTool } from "../../../../lib/formats/anthropic_messages/web_search_tool.ts";

const tool = (value: Record<string, unknown>): BuiltInTool => ({
  type: "built_in",
  kind: "web_search",
  format: "openai_responses",
  at: "tools[0]",
  value,
});
const PLAIN = { type: "web_search_20250305", name: "web_search" };
const BERLIN = { type: "approximate", city: "Berlin", country: "DE" };

const cases: [value: Record<string, unknown>, expected: Record<string, unknown>][] = [
  [{ type: "web_search" }, PLAIN],
  [{ google_search: {} }, PLAIN],
  [{ type: "web_search", filters: { allowed_domains: ["a.example"] } }, {
    ...PLAIN,
    allowed_domains: ["a.example"],
  }],
  [{ type: "web_search_preview", user_location: BERLIN }, { ...PLAIN, user_location: BERLIN }],
  [{ user_location: { type: "approximate", approximate: { city: "Berlin", country: "DE" } } }, {
    ...PLAIN,
    user_location: BERLIN,
  }],
];
for (const [value, expected] of cases) {
  Deno.test(`webSearchTool converts ${JSON.stringify(value)}`, () => {
    const losses = new Losses();

    assert.deepEqual(webSearchTool(tool(value), losses), expected);
    assert.deepEqual(losses.list, []);
  });
}

Deno.test("webSearchTool names what Anthropic's search has not", () => {
  const losses = new Losses();

  webSearchTool(tool({ type: "web_search", search_context_size: "high" }), losses);

  assert.deepEqual(losses.list.map(({ field }) => field), ["tools[0].search_context_size"]);
});
