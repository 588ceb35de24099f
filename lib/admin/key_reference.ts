/**
 * Which stored key or token somebody means.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { CALLER_TOKEN_PREFIX } from "../auth/presented_token.ts";
import { FlowError } from "../domain/errors.ts";
import { builtInProvider } from "../providers/registry.ts";
import { listCallerTokens, type StoredCallerToken } from "../store/caller_tokens.ts";
import { listProviderKeys, type StoredProviderKey } from "../store/provider_keys.ts";
import type { Tables } from "../store/tables.ts";

/** Characters of a caller token that are stored in the clear. */
const SHOWN_OF_TOKEN = 12;

/**
 * The provider key that is meant by its id, by `provider/label`, or by the provider when that has
 * one key only.
 *
 * @throws FlowError `not_found`, or `invalid_request` when several are meant
 */
export async function findProviderKey(
  db: Kysely<Tables>,
  reference: string,
): Promise<StoredProviderKey> {
  const keys = await listProviderKeys(db);
  const slash = reference.indexOf("/");
  const name = (slash < 0 ? reference : reference.slice(0, slash)).toLowerCase();
  const provider = builtInProvider(name)?.id ?? name;
  const label = slash < 0 ? null : reference.slice(slash + 1);
  const meant = keys.filter((key) =>
    key.id === reference ||
    (key.provider === provider && (label === null || key.label === label))
  );
  const names = (some: readonly StoredProviderKey[]) =>
    some.map((key) => `${key.provider}/${key.label}`).join(", ");
  return onlyOne(meant, {
    none: () => `There is no provider key '${reference}'. ${existing(names(keys))}`,
    several: () => `'${reference}' means several keys: ${names(meant)}. Name one of them.`,
  });
}

/**
 * The caller token that is meant by its id, its first characters or its name.
 *
 * @throws FlowError `not_found`, or `invalid_request` when several are meant
 */
export async function findCallerToken(
  db: Kysely<Tables>,
  reference: string,
): Promise<StoredCallerToken> {
  const tokens = await listCallerTokens(db);
  // Somebody may name a token by the whole of it: that must not come back in a message.
  const said = reference.startsWith(CALLER_TOKEN_PREFIX)
    ? reference.slice(0, SHOWN_OF_TOKEN)
    : reference;
  const meant = tokens.filter(({ id, name, tokenPrefix }) =>
    id === said || name === said || tokenPrefix === said
  );
  return onlyOne(meant, {
    none: () =>
      `There is no caller token '${said}'. ${existing(tokens.map(({ name }) => name).join(", "))}`,
    several: () =>
      `'${said}' means several tokens; name one by its first characters: ` +
      `${meant.map(({ tokenPrefix }) => tokenPrefix).join(", ")}.`,
  });
}

function onlyOne<Thing>(
  meant: readonly Thing[],
  message: { readonly none: () => string; readonly several: () => string },
): Thing {
  const [one, another] = meant;
  if (one === undefined) throw new FlowError("not_found", message.none());
  if (another !== undefined) throw new FlowError("invalid_request", message.several());
  return one;
}

const existing = (names: string): string =>
  names === "" ? "There are none at all." : `There are: ${names}.`;
