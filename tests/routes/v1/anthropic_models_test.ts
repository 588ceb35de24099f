import assert from "node:assert/strict";
import fc from "fast-check";
import type { ShownModel } from "../../../routes/shown_models.ts";
import { anthropicModel, anthropicPage } from "../../../routes/v1/anthropic_models.ts";
import { flowError } from "../../support/flow_error.ts";

const shown = (id: string, createdS = 0): ShownModel => ({
  id,
  displayName: `The ${id}`,
  ownedBy: "p",
  createdS,
  isEnabled: true,
});
const MODELS = ["p/a", "p/b", "p/c", "p/d", "p/e"].map((id) => shown(id));

function ids(page: Record<string, unknown>): string[] {
  assert.ok(Array.isArray(page.data));
  return page.data.map(({ id }) => id);
}

Deno.test("anthropicModel has every member that Anthropic's schema asks for", () => {
  assert.deepEqual(anthropicModel(shown("p/a", 1_700_000_000)), {
    type: "model",
    id: "p/a",
    display_name: "The p/a",
    created_at: "2023-11-14T22:13:20Z",
    max_input_tokens: null,
    max_tokens: null,
    capabilities: null,
  });
  assert.equal(anthropicModel(shown("p/a")).created_at, "1970-01-01T00:00:00Z");
});

const pages: [query: Record<string, string>, ids: string[], hasMore: boolean][] = [
  [{}, ["p/a", "p/b", "p/c", "p/d", "p/e"], false],
  [{ limit: "2" }, ["p/a", "p/b"], true],
  [{ limit: "2", after_id: "p/b" }, ["p/c", "p/d"], true],
  [{ limit: "2", after_id: "p/c" }, ["p/d", "p/e"], false],
  [{ after_id: "p/e" }, [], false],
  [{ limit: "2", before_id: "p/e" }, ["p/c", "p/d"], true],
  [{ limit: "2", before_id: "p/c" }, ["p/a", "p/b"], false],
  [{ before_id: "p/a" }, [], false],
  [{ limit: "1000" }, ["p/a", "p/b", "p/c", "p/d", "p/e"], false],
];
for (const [query, expected, hasMore] of pages) {
  Deno.test(`anthropicPage for ${JSON.stringify(query)}`, () => {
    const page = anthropicPage(MODELS, query);

    assert.deepEqual(ids(page), expected);
    assert.equal(page.has_more, hasMore);
    assert.equal(page.first_id, expected[0] ?? null);
    assert.equal(page.last_id, expected.at(-1) ?? null);
  });
}

Deno.test("anthropicPage has pages of twenty when nobody says how many", () => {
  const many = Array.from({ length: 21 }, (_, i) => shown(`p/${i}`));

  assert.equal(ids(anthropicPage(many, {})).length, 20);
  assert.equal(anthropicPage(many, {}).has_more, true);
});

Deno.test("anthropicPage gives every model once to who follows last_id", () => {
  fc.assert(fc.property(fc.nat(60), fc.integer({ min: 1, max: 7 }), (count, limit) => {
    const models = Array.from({ length: count }, (_, i) => shown(`p/${i}`));
    const seen: string[] = [];
    for (let query: Record<string, string> = { limit: String(limit) };;) {
      const page = anthropicPage(models, query);
      seen.push(...ids(page));
      if (page.has_more !== true) break;
      query = { limit: String(limit), after_id: String(page.last_id) };
    }
    assert.deepEqual(seen, models.map(({ id }) => id));
  }));
});

Deno.test("anthropicPage refuses what is no page", () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ limit: "0" }, /1 to 1000/],
    [{ limit: "1001" }, /1 to 1000/],
    [{ limit: "ten" }, /1 to 1000/],
    [{ after_id: "p/z" }, /'after_id'/],
    [{ before_id: "" }, /'before_id'/],
    [{ after_id: "p/a", before_id: "p/b" }, /exclude each other/],
  ];
  for (const [query, rule] of cases) {
    assert.throws(() => anthropicPage(MODELS, query), flowError("invalid_request", rule));
  }
});
