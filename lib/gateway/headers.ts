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
 * encoding that `fetch` has undone, or to a browser, which would act on them in our name. Each name
 * costs every answer a third of a microsecond.
 */
const STOPPED: readonly string[] = [
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "content-encoding",
  "set-cookie",
  "alt-svc",
  "strict-transport-security",
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "clear-site-data",
  "refresh",
  // Of a gateway like this one behind us, where it would not be replaced by ours:
  "x-flow-cost-usd",
  "x-flow-error-source",
];

/** What error pages of proxies before a provider carry beyond that. */
const STOPPED_OF_ERRORS: readonly string[] = [
  "proxy-authenticate",
  "www-authenticate",
  "trailer",
  "server",
  "via",
  "nel",
  "report-to",
  "cf-ray",
  "cf-cache-status",
];

/**
 * The answer to the caller: the provider's headers but for those that stop here, and our own, which
 * replace the provider's of the same name.
 */
export function answerWith(
  body: BodyInit,
  provider: Response,
  own: readonly (readonly [string, string])[],
): Response {
  // Copying all and deleting some costs half of what picking them one by one does.
  const answer = new Response(body, { status: provider.status, headers: provider.headers });
  const { headers } = answer;
  for (const name of STOPPED) headers.delete(name);
  if (!provider.ok) { for (const name of STOPPED_OF_ERRORS) headers.delete(name); }
  for (const [name, value] of own) headers.set(name, value);
  return answer;
}

/** The provider's own id of the request, under the names that providers use. */
export function upstreamRequestId(provider: Headers): string | null {
  return provider.get("x-request-id") ?? provider.get("request-id");
}
