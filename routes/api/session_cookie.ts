/**
 * The cookie that keeps a browser signed in.
 *
 * @module
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Presented } from "../../lib/admin/admin_gate.ts";
import type { Secret } from "../../lib/domain/secret.ts";
import type { AppEnv } from "../env.ts";

export const SESSION_COOKIE = "flow_admin";

/** What a request shows of who sent it. */
export function presentedBy(c: Context<AppEnv>): Presented {
  const { req } = c;
  return {
    bearer: /^bearer\s+(\S.*)$/i.exec(req.header("authorization")?.trim() ?? "")?.[1] ?? null,
    cookie: getCookie(c, SESSION_COOKIE) ?? null,
    clientIp: c.get("clientIp") ?? null,
    method: req.method,
    host: req.header("host") ?? new URL(req.url).host,
    origin: req.header("origin") ?? null,
    fetchSite: req.header("sec-fetch-site") ?? null,
  };
}

/**
 * Hands the token to a browser: out of reach of scripts, for this site only, until the browser is
 * closed; the server decides when the session ends.
 */
export function giveCookie(c: Context<AppEnv>, token: Secret): void {
  setCookie(c, SESSION_COOKIE, token.reveal(), { ...attributes(c) });
}

/** Tells the browser to forget the token. */
export function takeCookie(c: Context<AppEnv>): void {
  setCookie(c, SESSION_COOKIE, "", { ...attributes(c), maxAge: 0 });
}

function attributes(c: Context<AppEnv>) {
  return { path: "/", httpOnly: true, sameSite: "Strict", secure: isHttps(c) } as const;
}

/** A proxy that ends TLS tells it; who forges this only keeps the cookie from coming back. */
function isHttps({ req }: Context<AppEnv>): boolean {
  return new URL(req.url).protocol === "https:" ||
    req.header("x-forwarded-proto") === "https" ||
    (req.header("origin")?.startsWith("https://") ?? false);
}
