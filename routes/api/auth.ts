/**
 * `/api/auth`: setting the master password and signing in.
 *
 * @module
 */
import { Hono } from "hono";
import type { VaultAccess } from "../../lib/admin/vault_access.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { AppEnv } from "../env.ts";
import { optionalTextField, readJsonObject, textField } from "./json_body.ts";

export function authRoutes(vaultAccess: VaultAccess): Hono<AppEnv> {
  const auth = new Hono<AppEnv>();

  auth.get("/status", (c) => {
    const { initialized, unlocked } = vaultAccess.status;
    return c.json({ vault_initialized: initialized, vault_unlocked: unlocked });
  });

  auth.post("/setup", async (c) => {
    const body = await readJsonObject(c.req.raw);
    const password = new Secret(textField(body, "password"));
    await vaultAccess.setUp(password, optionalTextField(body, "setup_code") ?? "");
    return c.json({ success: true, message: "The master password is set; the vault is unlocked." });
  });

  auth.post("/verify", async (c) => {
    const body = await readJsonObject(c.req.raw);
    const { token, ttlMs } = await vaultAccess.signIn(new Secret(textField(body, "password")));
    c.header("cache-control", "no-store");
    return c.json({ success: true, token: token.reveal(), expires_in: Math.floor(ttlMs / 1000) });
  });

  return auth;
}
