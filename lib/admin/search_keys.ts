/**
 * Keys of search providers: add, show, change, remove, try.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";
import { SEARCH_PROVIDERS, searchProvider } from "../providers/search_providers.ts";
import {
  deleteSearchKey,
  getSearchKey,
  insertSearchKey,
  listSearchKeys,
  type SearchKeyUpdate,
  searchSealName,
  type StoredSearchKey,
  updateSearchKey,
} from "../store/search_keys.ts";
import { checkBaseUrl } from "./base_url.ts";
import type { ChangeParts } from "./change_parts.ts";
import { cleanSecret, secretEnds } from "./key_secret.ts";
import { checkLabel } from "./label.ts";
import type { AdminParts } from "./parts.ts";

/** What the use cases work on. */
export type SearchKeyParts = ChangeParts & Pick<AdminParts, "vault" | "newId">;

/** A key as it may be shown. */
export interface SearchKeyView {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  /** `...wxyz`, or `****` for a short one. */
  readonly masked: string;
  readonly baseUrl: string | null;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What may be said about a key. */
export interface SearchKeyFields {
  readonly name: string;
  readonly secret: Secret;
  /** The whole URL of the search; blank or null: the provider's own. */
  readonly baseUrl: string | null;
  readonly allowLinkLocal: boolean;
}

/** All keys, by provider and name. */
export async function showSearchKeys({ db }: Pick<SearchKeyParts, "db">): Promise<SearchKeyView[]> {
  return (await listSearchKeys(db)).map(viewOf);
}

/**
 * Seals a key and stores it.
 *
 * @throws FlowError `invalid_request` for an unknown provider, a blank name or key, or a URL that may
 *   not be; `vault_locked`, `vault_not_initialized`
 */
export async function addSearchKey(
  { db, vault, clock, newId, audit, applyChanges }: SearchKeyParts,
  actor: Actor,
  input: SearchKeyFields & { readonly provider: string },
): Promise<SearchKeyView> {
  const provider = searchProvider(input.provider);
  if (provider === undefined) {
    throw new FlowError(
      "invalid_request",
      `Cannot search with '${input.provider.slice(0, 60)}'. Known are: ` +
        `${SEARCH_PROVIDERS.map(({ id }) => id).join(", ")}.`,
    );
  }
  const name = checkLabel(input.name, "key_name");
  const secret = cleanSecret(input.secret);
  const baseUrl = checkUrl(input.baseUrl, input.allowLinkLocal);
  const id = newId();
  const nowMs = clock.now();
  const key: StoredSearchKey = {
    id,
    provider: provider.id,
    name,
    sealedKey: await vault.seal(searchSealName(id), secret),
    keySuffix: secretEnds(secret).keySuffix,
    baseUrl,
    enabled: true,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  const view = viewOf(key);
  await db.transaction().execute(async (transaction) => {
    await insertSearchKey(transaction, key);
    const change = { actor, action: "search_key.create", target: id, after: view };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return view;
}

/**
 * Changes a key; what is left out stays.
 *
 * @throws FlowError `not_found`, else as `addSearchKey`
 */
export async function changeSearchKey(
  { db, vault, clock, audit, applyChanges }: SearchKeyParts,
  actor: Actor,
  id: string,
  input: Partial<SearchKeyFields> & { readonly enabled?: boolean },
): Promise<SearchKeyView> {
  const key = await storedSearchKey(db, id);
  const secret = input.secret === undefined ? null : cleanSecret(input.secret);
  const change: SearchKeyUpdate = {
    ...(input.name === undefined ? {} : { name: checkLabel(input.name, "key_name") }),
    ...(secret === null ? {} : {
      sealedKey: await vault.seal(searchSealName(id), secret),
      keySuffix: secretEnds(secret).keySuffix,
    }),
    ...(input.baseUrl === undefined
      ? {}
      : { baseUrl: checkUrl(input.baseUrl, input.allowLinkLocal ?? false) }),
    ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
    updatedAtMs: clock.now(),
  };
  const after = viewOf({ ...key, ...change });
  await db.transaction().execute(async (transaction) => {
    await updateSearchKey(transaction, id, change);
    const entry = { actor, action: "search_key.update", target: id, before: viewOf(key), after };
    await audit.record(entry, transaction);
  });
  await applyChanges();
  return after;
}

/** Removes a key. @throws FlowError `not_found` */
export async function removeSearchKey(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  id: string,
): Promise<SearchKeyView> {
  const before = viewOf(await storedSearchKey(db, id));
  await db.transaction().execute(async (transaction) => {
    await deleteSearchKey(transaction, id);
    await audit.record({ actor, action: "search_key.delete", target: id, before }, transaction);
  });
  await applyChanges();
  return before;
}

/** The key of an id. @throws FlowError `not_found` */
export async function storedSearchKey(
  db: AdminParts["db"],
  id: string,
): Promise<StoredSearchKey> {
  const key = await getSearchKey(db, id);
  if (key === null) throw new FlowError("not_found", "There is no search key with this id.");
  return key;
}

function checkUrl(text: string | null, allowLinkLocal: boolean): string | null {
  return text === null || text.trim() === "" ? null : checkBaseUrl(text, allowLinkLocal).url;
}

function viewOf(key: StoredSearchKey): SearchKeyView {
  const { sealedKey: _hidden, keySuffix, ...rest } = key;
  return { ...rest, masked: keySuffix === "" ? "****" : `...${keySuffix}` };
}
