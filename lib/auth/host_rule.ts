/**
 * Under which names the gateway may be called. A web page can point a name of its own at this
 * machine (DNS rebinding) and then counts as the same site; the `Host` that its requests carry
 * gives it away.
 *
 * @module
 */
import ipaddr from "ipaddr.js";

const LOCAL_NAMES = ["localhost", "127.0.0.1", "::1"];
const EVERY_INTERFACE = new Set(["0.0.0.0", "::"]);
const MOST_REMEMBERED = 1024;

/** The rule, compiled. */
export class HostRule {
  readonly #names: ReadonlySet<string>;
  /** Listening everywhere, we are called by addresses that nobody listed; rebinding needs a name. */
  readonly #allowsAddresses: boolean;
  readonly #decisions = new Map<string, boolean>();

  /** `bindHost` is `server.host`; `allowedHosts` are names without port. */
  constructor(bindHost: string, allowedHosts: readonly string[]) {
    this.#names = new Set([...LOCAL_NAMES, bindHost, ...allowedHosts].map(canonicalName));
    this.#allowsAddresses = EVERY_INTERFACE.has(bindHost);
  }

  /** Whether a `Host` header is ours; its port does not matter. */
  allows(host: string): boolean {
    const known = this.#decisions.get(host);
    if (known !== undefined) return known;
    const name = canonicalName(withoutPort(host));
    const allowed = this.#names.has(name) || (this.#allowsAddresses && isAddress(name));
    if (this.#decisions.size >= MOST_REMEMBERED) this.#decisions.clear();
    this.#decisions.set(host, allowed);
    return allowed;
  }
}

function withoutPort(host: string): string {
  return /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(host)?.[1] ?? host;
}

function isAddress(name: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(name) || ipaddr.IPv6.isValid(name);
}

/** Lower case, without brackets and the dot of a fully qualified name; IPv6 in its short form. */
function canonicalName(name: string): string {
  const plain = name.toLowerCase().replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  return ipaddr.IPv6.isValid(plain) ? ipaddr.IPv6.parse(plain).toString() : plain;
}
