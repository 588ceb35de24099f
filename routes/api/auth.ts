/**
 * `/api/auth`: the master password, signing in and out, locking.
 *
 * @module
 */
import { z } from "zod";
import { assertPerson } from "../../lib/admin/admin_gate.ts";
import { endSession } from "../../lib/admin/admin_sessions.ts";
import { Secret } from "../../lib/domain/secret.ts";
import type { ApiParts } from "./parts.ts";
import { json, type Operation, operation } from "./operation.ts";
import { giveCookie, presentedBy, takeCookie } from "./session_cookie.ts";

const noun = "Signing in";
const done = json(z.strictObject({ success: z.literal(true), message: z.string() }));
const password = z.string().meta({ format: "password" });

export function authOperations(
  { vaultAccess, sessions, admin }: Pick<ApiParts, "vaultAccess" | "sessions" | "admin">,
): Operation[] {
  return [
    operation({
      method: "get",
      path: "/auth/status",
      noun,
      summary: "Tell whether there is a vault and whether it is unlocked",
      access: "open",
      answer: json(z.strictObject({ vault_initialized: z.boolean(), vault_unlocked: z.boolean() })),
    })(() => {
      const { initialized, unlocked } = vaultAccess.status;
      return { vault_initialized: initialized, vault_unlocked: unlocked };
    }),

    operation({
      method: "post",
      path: "/auth/setup",
      noun,
      summary: "Set the master password",
      description:
        "Once, with the code that `start` prints (or FLOWGATE_SETUP_CODE). At least 10 " +
        "characters. Leaves the vault unlocked; sign in with POST /api/auth/verify.",
      access: "open",
      body: z.strictObject({ password, setup_code: z.string().nullish() }),
      answer: done,
      refusals: {
        403: "The set-up code is missing or wrong",
        409: "There is a master password already",
        429: "Too many wrong codes; see Retry-After",
      },
    })(async ({ body, actor }) => {
      await vaultAccess.setUp(new Secret(body.password), body.setup_code ?? "", actor);
      return { success: true, message: "The master password is set; the vault is unlocked." };
    }),

    operation({
      method: "post",
      path: "/auth/verify",
      noun,
      summary: "Sign in with the master password; unlocks the vault",
      description:
        "The token goes into `Authorization: Bearer …`. Browsers get it as a cookie as " +
        "well, which pages of this server may use and no script can read. A session that the " +
        "browser had before ends.",
      access: "open",
      body: z.strictObject({ password }),
      answer: json(z.strictObject({
        success: z.literal(true),
        token: z.string(),
        expires_in: z.int().meta({ description: "Seconds without use after which it ends" }),
      })),
      refusals: {
        403: "The password is wrong",
        404: "There is no master password yet",
        429: "Too many wrong passwords; see Retry-After",
      },
    })(async ({ body, actor, c }) => {
      const { token, ttlMs } = await vaultAccess.signIn(new Secret(body.password), {
        actor,
        userAgent: c.req.header("user-agent") ?? null,
        earlierToken: presentedBy(c).cookie,
      });
      giveCookie(c, token);
      return { success: true, token: token.reveal(), expires_in: Math.floor(ttlMs / 1000) };
    }),

    operation({
      method: "post",
      path: "/auth/logout",
      noun,
      summary: "End this session",
      access: "read",
      answer: done,
    })(async ({ actor, c }) => {
      assertPerson(actor);
      if (actor.id !== null) await endSession({ sessions, audit: admin.audit }, actor.id, actor);
      takeCookie(c);
      return { success: true, message: "Signed out." };
    }),

    operation({
      method: "post",
      path: "/auth/lock",
      noun,
      summary: "Lock the vault",
      description: "Provider keys cannot be used until somebody signs in again. Sessions go on.",
      access: "full",
      answer: done,
    })(async ({ actor }) => {
      await vaultAccess.lock(actor);
      return { success: true, message: "The vault is locked." };
    }),

    operation({
      method: "post",
      path: "/auth/password",
      noun,
      summary: "Change the master password; ends all other sessions",
      description: "For people only. At least 10 characters. Backups still open with the old one.",
      access: "full",
      body: z.strictObject({ current_password: password, new_password: password }),
      answer: json(z.strictObject({
        success: z.literal(true),
        message: z.string(),
        ended_sessions: z.int(),
      })),
      refusals: {
        403: "The current password is wrong, or an admin API key asks",
        429: "Too many wrong passwords; see Retry-After",
      },
    })(async ({ body, actor }) => {
      assertPerson(actor);
      const { current_password: current, new_password: next } = body;
      const ended = await vaultAccess.changePassword(new Secret(current), new Secret(next), actor);
      return { success: true, message: "The master password is changed.", ended_sessions: ended };
    }),
  ];
}
