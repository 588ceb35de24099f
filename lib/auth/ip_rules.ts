/**
 * Which addresses may call, and which address a call comes from.
 *
 * @module
 */
import ipaddr from "ipaddr.js";
import { FlowError } from "../domain/errors.ts";

/** `local_only`: this machine. `whitelist`: this machine and a list. `open`: everybody. */
export type IpMode = "local_only" | "whitelist" | "open";

export interface IpSettings {
  readonly mode: IpMode;
  /** Addresses and CIDR ranges; host bits may be set. */
  readonly allowedIps: readonly string[];
  /** Addresses and ranges of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

const LOOPBACK = ["127.0.0.0/8", "::1"];
/** Decisions are kept by address text; when this many are, all are forgotten. */
const MOST_REMEMBERED = 4096;

/** The rules, compiled. */
export class IpRules {
  readonly #mode: IpMode;
  readonly #allowed: readonly Range[];
  readonly #proxies: readonly Range[];
  readonly #decisions = new Map<string, boolean>();

  /** Throws `invalid_request` for an entry that is no address or range. */
  constructor({ mode, allowedIps, trustedProxies }: IpSettings) {
    this.#mode = mode;
    this.#allowed = [...LOOPBACK, ...(mode === "whitelist" ? allowedIps : [])].map(parseRange);
    this.#proxies = trustedProxies.map(parseRange);
  }

  /**
   * Who calls: the socket's peer or, when that is a trusted proxy, the nearest address in
   * `X-Forwarded-For` that is not one. Entries further left were written by the caller and prove
   * nothing. Null when it cannot be told.
   */
  clientIp(peer: string | null, forwardedFor: () => string | null): string | null {
    if (peer === null || this.#proxies.length === 0 || !this.#isProxy(peer)) return peer;
    const hops = forwardedFor()?.split(",") ?? [];
    let client = peer;
    while (hops.length > 0 && this.#isProxy(client)) {
      const address = parseAddress(withoutPort(hops.pop()!.trim()));
      if (address === null) return null;
      client = address.toString();
    }
    return client;
  }

  /** Whether this address may call; an unknown one only when everybody may. */
  allows(clientIp: string | null): boolean {
    if (this.#mode === "open") return true;
    if (clientIp === null) return false;
    const known = this.#decisions.get(clientIp);
    if (known !== undefined) return known;
    const address = parseAddress(clientIp);
    const allowed = address !== null && isInside(address, this.#allowed);
    if (this.#decisions.size >= MOST_REMEMBERED) this.#decisions.clear();
    this.#decisions.set(clientIp, allowed);
    return allowed;
  }

  #isProxy(text: string): boolean {
    const address = parseAddress(text);
    return address !== null && isInside(address, this.#proxies);
  }
}

/** An address; an IPv4 address inside IPv6 (`::ffff:127.0.0.1`) is that IPv4 address. */
function parseAddress(text: string): Address | null {
  const zone = text.indexOf("%");
  const plain = zone < 0 ? text : text.slice(0, zone);
  // `isValid` alone would take "1" and "0x7f.1" for IPv4.
  if (!ipaddr.IPv4.isValidFourPartDecimal(plain) && !ipaddr.IPv6.isValid(plain)) return null;
  return ipaddr.process(plain);
}

/** `10.0.0.1:5000` and `[::1]:5000`, as some proxies write them. */
function withoutPort(hop: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? hop.replace(/^([\d.]+):\d+$/, "$1");
}

function parseRange(text: string): Range {
  const [base = "", bits, ...more] = text.split("/");
  const address = parseAddress(base);
  if (address !== null && more.length === 0) {
    const width = address.kind() === "ipv4" ? 32 : 128;
    // The bits of a mapped range count from the IPv6 address's start.
    const written = bits === undefined ? width : Number(bits);
    const length = base.includes(":") && width === 32 && bits !== undefined
      ? written - 96
      : written;
    if (/^\d*$/.test(bits ?? "") && bits !== "" && length >= 0 && length <= width) {
      return [address, length];
    }
  }
  throw new FlowError(
    "invalid_request",
    `'${text}' is no IP address and no range such as 10.0.0.0/8.`,
  );
}

function isInside(address: Address, ranges: readonly Range[]): boolean {
  return ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}
