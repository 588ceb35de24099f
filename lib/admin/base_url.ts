/**
 * Which base URLs a provider key may have.
 *
 * @module
 */
import ipaddr from "ipaddr.js";
import { baseUrlFault } from "../config/addresses.ts";
import { hostOf, isOffLimits } from "../config/off_limits.ts";
import { FlowError } from "../domain/errors.ts";

/** A base URL that may be stored. */
export interface CheckedBaseUrl {
  /** Without surrounding blanks and without slashes at the end. */
  readonly url: string;
  /** What its user should know, in sentences. */
  readonly warnings: readonly string[];
}

const LONGEST = 2048;

/**
 * Checks where a provider's API is said to be.
 *
 * @param allowLinkLocal whether link-local and cloud-metadata addresses are welcome
 * @throws FlowError `invalid_request`
 */
export function checkBaseUrl(text: string, allowLinkLocal: boolean): CheckedBaseUrl {
  const url = text.trim().replace(/\/+$/, "");
  const fault = url.length > LONGEST
    ? `a URL of at most ${LONGEST} characters`
    : baseUrlFault(url) ?? endpointFault(url);
  if (fault !== null) throw refused(`it must be ${fault}`, url);
  const { protocol } = new URL(url);
  const host = hostOf(url);
  if (!allowLinkLocal && isOffLimits(host)) {
    throw refused(
      `${host} is a link-local or cloud-metadata address, where a machine's own credentials may be ` +
        "read. Allow it with --allow-link-local if a provider really is there",
      url,
    );
  }
  const isOpenWire = protocol === "http:" && !isLoopback(host);
  return {
    url,
    warnings: isOpenWire
      ? [`Requests to ${host} are not encrypted: whoever is on the way can read key and prompts.`]
      : [],
  };
}

/** The URL of one endpoint in place of the part that all have in common. */
function endpointFault(url: string): string | null {
  const tail = /\/(chat\/completions|completions|embeddings|messages|models|responses)$/.exec(url)
    ?.[1];
  return tail === undefined ? null : `the part before /${tail}`;
}

function refused(rule: string, url: string): FlowError {
  const shown = URL.canParse(url) && new URL(url).password === "" ? ` ${url}` : "";
  return new FlowError("invalid_request", `Cannot use the base URL${shown}: ${rule}.`, {
    param: "base_url",
  });
}

/** Whether a host is this machine, by its name or number. */
export function isLoopback(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback";
}
