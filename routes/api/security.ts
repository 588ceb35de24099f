/**
 * `/api/security`: from which addresses the gateway may be called; `/api/server-config`.
 *
 * @module
 */
import { z } from "zod";
import type { ApiParts } from "./parts.ts";
import { json, type Operation, operation, success } from "./operation.ts";

const noun = "Security";
const mode = z.enum(["local_only", "whitelist", "open"]).meta({
  description: "local_only: this machine; whitelist: this machine and allowed_ips; open: everybody",
});
const ipWhitelist = z.strictObject({
  enabled: z.boolean(),
  mode,
  allowed_ips: z.array(z.string()),
}).meta({ id: "IpWhitelist" });
const PATHS = {
  enabled: "security.ip_whitelist.enabled",
  mode: "security.ip_whitelist.mode",
  allowed_ips: "security.ip_whitelist.allowed_ips",
} as const;

export function securityOperations(
  { settings, admin, address }: Pick<ApiParts, "settings" | "admin" | "address">,
): Operation[] {
  const current = () => admin.config().security.ip_whitelist;
  return [
    operation({
      method: "get",
      path: "/security/ip-whitelist",
      noun,
      summary: "Show from which addresses the gateway may be called",
      access: "read",
      answer: success(ipWhitelist),
      errorShape: "envelope",
    })(() => ({ success: true, data: current() })),

    operation({
      method: "put",
      path: "/security/ip-whitelist",
      noun,
      summary: "Change from which addresses the gateway may be called, with effect at once",
      description:
        "What is left out stays. A change that would shut out its own sender is refused.",
      access: "full",
      body: z.strictObject({
        enabled: z.boolean().optional(),
        mode: mode.optional(),
        allowed_ips: z.array(z.string()).optional().meta({
          description: "Addresses and ranges such as 10.0.0.0/8",
        }),
      }),
      answer: success(ipWhitelist),
      errorShape: "envelope",
      refusals: { 409: "A flag or an environment variable sets it" },
    })(async ({ body, actor }) => {
      await settings.change(
        Object.fromEntries(
          Object.entries(PATHS).map(([name, path]) => [path, Reflect.get(body, name)]),
        ),
        actor,
      );
      return { success: true, data: current() };
    }),

    operation({
      method: "get",
      path: "/server-config",
      noun,
      summary: "Tell where the gateway listens and who may call",
      access: "read",
      answer: json(z.strictObject({
        host: z.string(),
        port: z.int(),
        ip_mode: mode,
        allowed_ips: z.array(z.string()),
      })),
    })(() => {
      const { mode: ip_mode, allowed_ips } = current();
      return { ...address(), ip_mode, allowed_ips };
    }),
  ];
}
