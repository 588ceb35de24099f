/**
 * Where a caller may put its token.
 *
 * @module
 */

/** Every caller token begins like this. */
export const CALLER_TOKEN_PREFIX = "fgt_";

/**
 * The token that a request presents, null when it presents none. In this order: the `Authorization`
 * header with the scheme `Bearer` in any case (RFC 9110 §11.1), then Anthropic's `x-api-key`, then
 * Gemini's `x-goog-api-key` and its `?key=`. An `Authorization` that is neither `Bearer token` nor of
 * another scheme counts as a wrong token, so that a typing mistake is answered as one: it yields the
 * empty text, which no token is.
 *
 * @param url of the request; absent: only its headers count
 */
export function presentedToken(headers: Headers, url = ""): string | null {
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
  return headers.get("x-api-key") ?? headers.get("x-goog-api-key") ?? keyInQuery(url);
}

/** Few requests have a query, and parsing a URL costs more than all else here. */
function keyInQuery(url: string): string | null {
  const query = url.indexOf("?");
  return query < 0 ? null : new URLSearchParams(url.slice(query)).get("key");
}

/**
 * The token in the body's `user`, for clients that can set nothing else; null when `user` is an
 * ordinary end-user id.
 */
export function tokenInUser(user: string | null): string | null {
  return user?.startsWith(CALLER_TOKEN_PREFIX) ? user : null;
}
