/**
 * Where a caller may put its token.
 *
 * @module
 */

/** Every caller token begins like this. */
export const CALLER_TOKEN_PREFIX = "fgt_";

/**
 * The token that a request presents in its headers, null when it presents none. The `Authorization`
 * header comes first, with the scheme `Bearer` in any case (RFC 9110 §11.1), then `x-api-key`. An
 * `Authorization` that is neither `Bearer token` nor of another scheme counts as a wrong token, so
 * that a typing mistake is answered as one: it yields the empty text, which no token is.
 */
export function presentedToken(headers: Headers): string | null {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const value = authorization.trim();
    const gap = value.search(/\s/);
    const scheme = gap < 0 ? value : value.slice(0, gap);
    const rest = gap < 0 ? "" : value.slice(gap).trimStart();
    if (scheme.toLowerCase() === "bearer") return /\s/.test(rest) ? "" : rest;
    // "Basic …" and the like were meant for somebody before us, a proxy for example.
    if (rest === "") return "";
  }
  return headers.get("x-api-key");
}

/**
 * The token in the body's `user`, for clients that can set nothing else; null when `user` is an
 * ordinary end-user id.
 */
export function tokenInUser(user: string | null): string | null {
  return user?.startsWith(CALLER_TOKEN_PREFIX) ? user : null;
}
