/**
 * The gate in front of every route: IP, Host and Origin rules, and CORS for the origins allowed.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import type { AccessRules, Admission } from "../../lib/auth/access_rules.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { AppEnv } from "../env.ts";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
/** Used when a preflight does not say which headers it asks for. */
const HEADERS = "authorization, content-type, x-api-key, x-goog-api-key, anthropic-version";
/** How long a browser may remember a preflight's answer, seconds. */
const PREFLIGHT_AGE = "600";

/**
 * Checks each request against the rules of this moment; a refusal is thrown. Sets `clientIp`.
 * Answers carry CORS headers for listed origins only, and never allow cookies: nothing here uses
 * any. `Deno.serve`'s info must be given as Hono's bindings: `app.fetch(request, info)`.
 */
export function access(rules: () => AccessRules): MiddlewareHandler<AppEnv> {
  return async function access(c, next) {
    const { req } = c;
    const { clientIp, crossOrigin } = rules().check({
      peer: peerAddress(c.env),
      method: req.method,
      path: req.path,
      url: req.url,
      headers: req.raw.headers,
    });
    c.set("clientIp", clientIp);
    if (crossOrigin === null) return await next();
    if (req.method === "OPTIONS" && req.header("access-control-request-method") !== undefined) {
      return preflight(c, crossOrigin);
    }
    await next();
    const { headers } = c.res;
    headers.set("access-control-allow-origin", crossOrigin);
    // all of them: `*` works because no cookies are allowed
    headers.set("access-control-expose-headers", "*");
    headers.append("vary", "Origin");
    return undefined;
  };
}

/**
 * The same check for a request that does not go through Hono. Null when it is refused or when its
 * answer needs CORS headers: {@link access} then has the word.
 */
export function passesPlainly(
  rules: AccessRules,
  request: Request,
  path: string,
  connection: AppEnv["Bindings"],
): Admission | null {
  const { method, url, headers } = request;
  try {
    const admission = rules.check({ peer: peerAddress(connection), method, path, url, headers });
    return admission.crossOrigin === null ? admission : null;
  } catch (thrown) {
    if (thrown instanceof FlowError) return null;
    throw thrown;
  }
}

/** Null for anything but a TCP connection. */
function peerAddress(connection: AppEnv["Bindings"] | undefined): string | null {
  const { remoteAddr } = connection ?? {};
  return remoteAddr?.transport === "tcp" ? remoteAddr.hostname ?? null : null;
}

/** A page from a public site asks for private networks as well (W3C Private Network Access). */
function preflight(c: Context<AppEnv>, origin: string): Response {
  const asked = c.req.header("access-control-request-headers");
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": asked ?? HEADERS,
      "access-control-max-age": PREFLIGHT_AGE,
      ...(c.req.header("access-control-request-private-network") === "true"
        ? { "access-control-allow-private-network": "true" }
        : {}),
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Private-Network",
    },
  });
}
