/**
 * Addresses that no provider has, but a machine's own credentials: link-local ones and the metadata
 * services of clouds. Whoever could have a request sent there could steal them.
 *
 * @module
 */
import ipaddr from "ipaddr.js";

/**
 * Addresses under which clouds tell machines their credentials, beside the link-local ones: AWS over
 * IPv6, Alibaba, Oracle, Azure's WireServer (each vendor's documentation of its metadata service).
 */
const METADATA_ADDRESSES: ReadonlySet<string> = new Set([
  "fd00:ec2::254",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
]);
const METADATA_NAMES: ReadonlySet<string> = new Set([
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "instance-data",
  "instance-data.ec2.internal",
]);

/** The host of a URL: lower case, without brackets and the dot at the end. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "").toLowerCase();
}

/** Whether a host, as {@link hostOf} writes it, is such an address or one of their names. */
export function isOffLimits(host: string): boolean {
  if (METADATA_NAMES.has(host)) return true;
  if (!ipaddr.isValid(host)) return false;
  const address = embeddedIPv4(ipaddr.process(host));
  return address.range() === "linkLocal" || METADATA_ADDRESSES.has(address.toString());
}

/** The IPv4 address that a NAT64 gateway (64:ff9b::/96, RFC 6052) would turn an address into. */
function embeddedIPv4(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.range() !== "rfc6052") return address;
  return ipaddr.fromByteArray(address.toByteArray().slice(-4));
}
