/**
 * One check for every request, before anything else: from where (IP guard), under which name (Host
 * guard), on whose behalf (Origin guard). Compiled from the settings; a change of them makes new
 * rules that take the old ones' place at once.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { HostRule } from "./host_rule.ts";
import { IpRules, type IpSettings } from "./ip_rules.ts";
import { OriginRule } from "./origin_rule.ts";

export interface AccessSettings extends IpSettings {
  /** `server.host`. */
  readonly bindHost: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/** A request as the check sees it. */
export interface AccessRequest {
  /** The socket's other end; null when it has no address. */
  readonly peer: string | null;
  readonly method: string;
  /** As routed: decoded, without query. */
  readonly path: string;
  readonly url: string;
  readonly headers: Headers;
}

/** What a request that may pass is known by. */
export interface Admission {
  readonly clientIp: string | null;
  /** An origin of `allowedOrigins` that the answer is to be readable for. */
  readonly crossOrigin: string | null;
}

/** Access rules, compiled. */
export class AccessRules {
  readonly #ip: IpRules;
  readonly #host: HostRule;
  readonly #origin: OriginRule;

  constructor(settings: AccessSettings) {
    this.#ip = new IpRules(settings);
    this.#host = new HostRule(settings.bindHost, settings.allowedHosts);
    this.#origin = new OriginRule(settings.allowedOrigins);
  }

  /**
   * Synchronous, about a microsecond. Throws `ip_not_allowed`, `host_not_allowed` or
   * `origin_not_allowed`.
   */
  check({ peer, method, path, url, headers }: AccessRequest): Admission {
    const clientIp = this.#ip.clientIp(peer, () => headers.get("x-forwarded-for"));
    if (!this.#ip.allows(clientIp)) {
      throw new FlowError(
        "ip_not_allowed",
        `The IP address ${clientIp ?? "of this request cannot be told and"} is not allowed here. ` +
          "See security.ip_whitelist.",
      );
    }
    // Only ancient clients send no Host; the URL then names our own address.
    const host = headers.get("host") ?? new URL(url).host;
    if (!this.#host.allows(host)) {
      throw new FlowError(
        "host_not_allowed",
        `The host name '${host.slice(0, 100)}' is not one of this gateway. Add it to ` +
          "security.allowed_hosts, or call 127.0.0.1.",
      );
    }
    const origin = headers.get("origin");
    const fetchSite = headers.get("sec-fetch-site");
    if (origin === null && fetchSite === null) return { clientIp, crossOrigin: null };
    const verdict = this.#origin.judge({ method, path, host, origin, fetchSite });
    if (verdict === "refused") {
      throw new FlowError(
        "origin_not_allowed",
        `Web pages of '${
          (origin ?? "another site").slice(0, 100)
        }' may not call this gateway. Add ` +
          "the origin to security.allowed_origins to let them.",
      );
    }
    return { clientIp, crossOrigin: verdict === "allowed" ? origin : null };
  }
}
