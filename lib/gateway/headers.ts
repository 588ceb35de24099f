/**
 * Which headers cross the gateway, in both directions.
 *
 * @module
 */
import type { Provider } from "../providers/provider.ts";
import type { UsableKey } from "./directory.ts";

/**
 * Caller headers that go on to any provider. A list of what may pass, not of what may not: nothing
 * that a caller sends may choose the destination, the account or the credentials of a call.
 */
const FORWARDED = ["accept", "openai-beta", "idempotency-key"];

/**
 * Headers of the request to a provider, each name once: what the configuration adds goes before what
 * the caller sent, and the key before both. Two `authorization` lines would reach the provider as one
 * that nobody meant.
 */
export function outboundHeaders(
  caller: Headers,
  provider: Provider,
  key: UsableKey | null,
  extra: Readonly<Record<string, string>>,
): [string, string][] {
  const headers = new Map([["content-type", "application/json"]]);
  for (const name of FORWARDED) pass(name);
  for (const name of provider.forwardHeaders ?? []) pass(name);
  for (const name in extra) headers.set(name.toLowerCase(), extra[name]!);
  if (key?.secret) headers.set("authorization", `Bearer ${key.secret.reveal()}`);
  return [...headers];

  function pass(name: string): void {
    const value = caller.get(name);
    if (value !== null) headers.set(name, value);
  }
}

/**
 * Provider headers that stop here: they speak of the provider's connection (RFC 9110 §7.6.1), of an
 * encoding that `fetch` has undone, or of the provider's own site.
 */
const STOPPED: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "content-length",
  "content-encoding",
  "date",
  "server",
  "vary",
  "via",
  "set-cookie",
  "alt-svc",
  "strict-transport-security",
  "x-content-type-options",
  "x-request-id",
  "nel",
  "report-to",
  "expect-ct",
  "reporting-endpoints",
  // What a browser would act on, in the name of this origin:
  "clear-site-data",
  "refresh",
  "www-authenticate",
]);
const STOPPED_PREFIXES = ["cf-", "access-control-", "x-flow-"];

/** Provider headers that go on to the caller; rate limits and Retry-After are among them. */
export function answerHeaders(provider: Headers): [string, string][] {
  const headers: [string, string][] = [];
  for (const entry of provider) {
    const name = entry[0];
    if (STOPPED.has(name) || STOPPED_PREFIXES.some((prefix) => name.startsWith(prefix))) continue;
    headers.push(entry);
  }
  return headers;
}

/** The provider's own id of the request, under the names that providers use. */
export function upstreamRequestId(provider: Headers): string | null {
  return provider.get("x-request-id") ?? provider.get("request-id");
}
