/**
 * The headers by which a provider knows who pays, and those that its format asks for.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import type { Secret } from "../domain/secret.ts";
import type { AuthStyle, Provider } from "./provider.ts";
import { apiOf } from "./standard_apis.ts";

/** Headers that a format needs whoever calls; lower case. */
export function fixedHeaders(provider: Provider, format: FormatName): [string, string][] {
  return Object.entries(apiOf(provider, format).headers ?? {});
}

/** The header with the key; none without a key. */
export function authHeaders(
  provider: Provider,
  format: FormatName,
  secret: Secret | null,
): [string, string][] {
  if (secret === null) return [];
  const { auth } = apiOf(provider, format);
  return [[headerOf(auth), auth === "bearer" ? `Bearer ${secret.reveal()}` : secret.reveal()]];
}

/** Caller headers that go on in a format, beside those that go on to anybody. */
export function forwardedHeaders(provider: Provider, format: FormatName): readonly string[] {
  return [...(provider.forwardHeaders ?? []), ...(apiOf(provider, format).forwardHeaders ?? [])];
}

function headerOf(auth: AuthStyle): string {
  return auth === "bearer" ? "authorization" : auth;
}
