/**
 * The access rules of the configuration, in front of every route.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { access, passesPlainly } from "../../routes/middleware/access.ts";
import type { AppEnv } from "../../routes/env.ts";
import type { PassesPlainly } from "../../routes/short_way.ts";
import { AccessRules } from "../auth/access_rules.ts";
import type { Config } from "../config/schema.ts";

/** The rules in effect; `reconfigure` replaces them at once. */
export class AccessEdge {
  #rules: AccessRules;
  readonly middleware: MiddlewareHandler<AppEnv>;
  /** The same rules for what goes past the router. */
  readonly passesPlainly: PassesPlainly = (request, path, connection) =>
    passesPlainly(this.#rules, request, path, connection);

  constructor(config: Config) {
    this.#rules = compile(config);
    this.middleware = access(() => this.#rules);
  }

  reconfigure(config: Config): void {
    this.#rules = compile(config);
  }
}

function compile({ server, security }: Config): AccessRules {
  return new AccessRules({
    mode: security.ip_whitelist.enabled ? security.ip_whitelist.mode : "open",
    allowedIps: security.ip_whitelist.allowed_ips,
    trustedProxies: server.trusted_proxies,
    bindHost: server.host,
    allowedHosts: security.allowed_hosts,
    allowedOrigins: security.allowed_origins,
  });
}
