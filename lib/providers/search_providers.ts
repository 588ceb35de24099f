/**
 * Who searches the web for callers. Adding one is adding a record.
 *
 * @module
 */
import type { Secret } from "../domain/secret.ts";

/** A search provider. */
export interface SearchProvider {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Where searches are posted to. */
  readonly url: string;
  /** Where a user gets a key. */
  readonly keysUrl: string;
  /** What proves who pays. */
  headers(key: Secret): readonly (readonly [string, string])[];
  /** The body to post, with the key where the provider wants it there. */
  body(search: Readonly<Record<string, unknown>>, key: Secret): Readonly<Record<string, unknown>>;
  /** What an answer holds, for people; an answer of another shape holds nothing. */
  results(answer: Readonly<Record<string, unknown>>): SearchResults;
}

/** A look at an answer. */
export interface SearchResults {
  readonly count: number;
  readonly firstTitle: string | null;
}

/** https://docs.tavily.com/documentation/api-reference, 2026 */
export const TAVILY: SearchProvider = {
  id: "tavily",
  name: "Tavily",
  url: "https://api.tavily.com/search",
  keysUrl: "https://app.tavily.com",
  headers: (key) => [["authorization", `Bearer ${key.reveal()}`]],
  // Servers of its shape that are older than its header want the key here.
  body: (search, key) => ({ ...search, api_key: key.reveal() }),
  results: ({ results }) => ({
    count: Array.isArray(results) ? results.length : 0,
    firstTitle: titleOf(Array.isArray(results) ? results[0] : undefined),
  }),
};

/** Every search provider. */
export const SEARCH_PROVIDERS: readonly SearchProvider[] = [TAVILY];

/** The provider of an id, in any letter case. */
export function searchProvider(id: string): SearchProvider | undefined {
  const wanted = id.trim().toLowerCase();
  return SEARCH_PROVIDERS.find((provider) => provider.id === wanted);
}

function titleOf(result: unknown): string | null {
  if (typeof result !== "object" || result === null) return null;
  const title: unknown = Reflect.get(result, "title");
  return typeof title === "string" ? title : null;
}
