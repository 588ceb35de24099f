/**
 * Whether a search key works: one small search.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Secret } from "../domain/secret.ts";
import { type SearchProvider, searchProvider } from "../providers/search_providers.ts";
import { searchSealName } from "../store/search_keys.ts";
import type { AdminParts } from "./parts.ts";
import { storedSearchKey } from "./search_keys.ts";

/** One search at a provider; rejects with `upstream_error`. */
export type SearchAt = (
  provider: SearchProvider,
  search: {
    readonly url: string | null;
    readonly key: Secret;
    readonly search: Readonly<Record<string, unknown>>;
  },
) => Promise<JsonObject>;

/** What came of it. */
export interface SearchTrial {
  readonly latencyMs: number;
  readonly resultCount: number;
  readonly firstTitle: string | null;
}

/**
 * Searches with a stored key, also one that is switched off.
 *
 * @throws FlowError `not_found`, `vault_locked`, `upstream_error`
 */
export async function trySearchKey(
  { db, vault, clock, searchAt }: Pick<AdminParts, "db" | "vault" | "clock"> & {
    readonly searchAt: SearchAt;
  },
  id: string,
  search: { readonly query: string; readonly max_results: number },
): Promise<SearchTrial> {
  const key = await storedSearchKey(db, id);
  const provider = searchProvider(key.provider);
  if (provider === undefined) {
    throw new FlowError("not_found", `There is no search provider '${key.provider}' any more.`);
  }
  const secret = await vault.open(searchSealName(id), key.sealedKey);
  const beganMs = clock.monotonic();
  const answer = await searchAt(provider, { url: key.baseUrl, key: secret, search });
  const { count, firstTitle } = provider.results(answer);
  return {
    latencyMs: Math.round(clock.monotonic() - beganMs),
    resultCount: count,
    firstTitle,
  };
}
