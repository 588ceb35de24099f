/**
 * Which texts are IP addresses, CIDR ranges, hosts, origins and base URLs.
 *
 * @module
 */
import ipaddr from "ipaddr.js";

/**
 * An IPv4 or IPv6 address, or a range such as `10.0.0.0/8`. IPv4 must have four parts: shorter
 * forms (`10.1`) and octal ones are where parsers disagree.
 */
export function isAddressOrRange(value: string): boolean {
  const slash = value.indexOf("/");
  if (slash < 0) return isAddress(value);
  return isAddress(value.slice(0, slash)) && ipaddr.isValidCIDR(value);
}

function isAddress(value: string): boolean {
  if (value.includes("%")) return false;
  return ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value);
}

/** A host name (RFC 1123, underscores tolerated) without scheme or port, or an IP address. */
export function isHost(value: string): boolean {
  return isAddress(value) ||
    (value.length <= 253 && /^(?!-)[A-Za-z0-9_-]{1,63}(\.(?!-)[A-Za-z0-9_-]{1,63})*$/.test(value) &&
      !/^[\d.]+$/.test(value));
}

/** What a browser or an app shell sends as `Origin`: scheme, host, perhaps a port, nothing after. */
export function isOrigin(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s?#@*]+$/.test(value) && value === value.toLowerCase();
}

/** Why a text is no base URL of a provider, or null when it is one. */
export function baseUrlFault(value: string): string | null {
  const url = URL.parse(value);
  if (url === null) return "a URL such as https://api.example.com/v1";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "an http or https URL";
  if (url.username !== "" || url.password !== "") {
    return "a URL without user name and password: store the key with `flow-router add-key`";
  }
  if (url.search !== "" || url.hash !== "") return "a URL without query and fragment";
  return null;
}
