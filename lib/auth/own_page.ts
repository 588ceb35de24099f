/**
 * Whether a request that carries the session cookie was made by a page of this server.
 *
 * Browsers send the cookie by themselves, also when another site's page asks them to (CSRF).
 * `SameSite=Strict` keeps it from other sites, but every port of this machine is the same site. So a
 * cookie counts only with proof of where the request comes from: `Sec-Fetch-Site` (W3C Fetch
 * Metadata) or `Origin`, which browsers set and pages cannot. A token that the page repeats (double
 * submit) would prove less: cookies know no ports either, so any local server could plant both.
 *
 * @module
 */
import { isSameOrigin } from "./origin_rule.ts";

/** What the rule looks at; header values, null when absent. */
export interface PageTrace {
  readonly method: string;
  readonly host: string;
  readonly origin: string | null;
  readonly fetchSite: string | null;
}

/**
 * Changing something takes the proof. Looking is refused only to requests that other pages made;
 * what those cannot prove they could not read either.
 */
export function isFromOwnPage({ method, host, origin, fetchSite }: PageTrace): boolean {
  if (origin !== null && !isSameOrigin(origin.toLowerCase(), host)) return false;
  const isReading = method === "GET" || method === "HEAD";
  switch (fetchSite) {
    case "same-origin":
      return true;
    // Typed into the address bar, or a bookmark.
    case "none":
      return isReading;
    case null:
      return isReading || origin !== null;
    default:
      return false;
  }
}
