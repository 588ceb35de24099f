import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import {
  SEARCH_PROVIDERS,
  searchProvider,
  TAVILY,
} from "../../../lib/providers/search_providers.ts";

Deno.test("searchProvider finds by id in any letter case", () => {
  assert.equal(searchProvider(" Tavily "), TAVILY);
  assert.equal(searchProvider("altavista"), undefined);
});

Deno.test("every search provider's key goes over what a caller may have put in its place", () => {
  for (const provider of SEARCH_PROVIDERS) {
    const body = provider.body({ query: "q", api_key: "the caller's" }, new Secret("ours"));
    assert.ok(!JSON.stringify(body).includes("the caller's"), provider.id);
  }
});

Deno.test("TAVILY.results looks into answers of its shape only", () => {
  const look = (results: unknown) => TAVILY.results({ results });

  assert.deepEqual(look([{ title: "One" }, {}]), { count: 2, firstTitle: "One" });
  for (const odd of [undefined, "text", {}]) {
    assert.deepEqual(look(odd), { count: 0, firstTitle: null });
  }
  assert.deepEqual(look([null, 1]), { count: 2, firstTitle: null });
});
