/**
 * `/api/auth`: setting the master password and signing in.
 *
 * @module
 */
import { z } from "zod";
import { Secret } from "../../lib/domain/secret.ts";
import type { ApiParts } from "./api.ts";
import { json, type Operation, operation } from "./operation.ts";

const noun = "Signing in";
const password = z.string().meta({ format: "password" });

export function authOperations({ vaultAccess }: Pick<ApiParts, "vaultAccess">): Operation[] {
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
      answer: json(z.strictObject({ success: z.literal(true), message: z.string() })),
      refusals: {
        403: "The set-up code is missing or wrong",
        409: "There is a master password already",
        429: "Too many wrong codes; see Retry-After",
      },
    })(async ({ body }) => {
      await vaultAccess.setUp(new Secret(body.password), body.setup_code ?? "");
      return { success: true, message: "The master password is set; the vault is unlocked." };
    }),

    operation({
      method: "post",
      path: "/auth/verify",
      noun,
      summary: "Sign in with the master password; unlocks the vault",
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
    })(async ({ body }) => {
      const { token, ttlMs } = await vaultAccess.signIn(new Secret(body.password));
      return { success: true, token: token.reveal(), expires_in: Math.floor(ttlMs / 1000) };
    }),
  ];
}
