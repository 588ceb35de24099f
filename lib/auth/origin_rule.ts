/**
 * Which web pages may call. Every page in the user's browser can send requests to this machine;
 * without this rule it could spend the user's money or change the gateway.
 *
 * @module
 */

/** What the rule looks at; header values, null when absent. */
export interface BrowserTrace {
  readonly method: string;
  /** As routed: decoded, without query. */
  readonly path: string;
  readonly host: string;
  readonly origin: string | null;
  /** `Sec-Fetch-Site` (W3C Fetch Metadata). */
  readonly fetchSite: string | null;
}

/** `own`: no page of another site is involved. */
export type OriginVerdict = "own" | "allowed" | "refused";

/** The rule, compiled. */
export class OriginRule {
  readonly #allowed: ReadonlySet<string>;

  /** Origins in lower case, such as `http://localhost:3000`. */
  constructor(allowedOrigins: readonly string[]) {
    this.#allowed = new Set(allowedOrigins.map((origin) => origin.toLowerCase()));
  }

  judge(trace: BrowserTrace): OriginVerdict {
    const { origin, fetchSite } = trace;
    if (origin === null) {
      // Pages send no Origin with images, scripts and links, but browsers tell the site.
      const isForeign = fetchSite === "cross-site" || fetchSite === "same-site";
      return isForeign && isGuarded(trace) ? "refused" : "own";
    }
    const lower = origin.toLowerCase();
    // "null" is every sandboxed frame and local file: nobody in particular, never allowed.
    if (lower === "null") return isGuarded(trace) ? "refused" : "own";
    if (this.#allowed.has(lower)) return "allowed";
    if (isSameOrigin(lower, trace.host)) return "own";
    return isGuarded(trace) ? "refused" : "own";
  }
}

/** Everything that costs money or changes something; reading pages is left to the same-origin rule. */
function isGuarded({ method, path }: BrowserTrace): boolean {
  return path === "/v1" || path.startsWith("/v1/") || (method !== "GET" && method !== "HEAD");
}

/**
 * Whether a page of `origin`, in lower case, is one of the server called `host`. Behind a proxy that
 * ends TLS, the page has https where we see http.
 */
export function isSameOrigin(origin: string, host: string): boolean {
  const own = host.toLowerCase();
  return origin === `http://${own.replace(/:80$/, "")}` ||
    origin === `https://${own.replace(/:443$/, "")}`;
}
