/**
 * Every mount under `/api`, in order.
 *
 * @module
 */
import { Hono } from "hono";
import type { VaultAccess } from "../../lib/admin/vault_access.ts";
import type { Log, NewId } from "../../lib/domain/ports.ts";
import type { AppEnv } from "../env.ts";
import { live } from "../health.ts";
import { authRoutes } from "./auth.ts";
import { apiErrors } from "./errors.ts";

/** What the admin API calls. */
export interface ApiParts {
  readonly vaultAccess: VaultAccess;
  readonly log: Log;
  readonly newId: NewId;
}

/** The admin API, to be mounted at `/api`. */
export function createApi({ vaultAccess, log, newId }: ApiParts): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  api.onError(apiErrors(log, newId));
  api.get("/health", live);
  api.route("/auth", authRoutes(vaultAccess));
  // As clients of this dialect know it: only GET tells an unknown path.
  api.all("/*", (c) => {
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    return c.json({ detail: isRead ? "Not Found" : "Method Not Allowed" }, isRead ? 404 : 405);
  });
  return api;
}
