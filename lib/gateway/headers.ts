/**
 * Which headers cross the gateway, in both directions.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import { authHeaders, fixedHeaders, forwardedHeaders } from "../providers/auth_headers.ts";
import type { Provider } from "../providers/provider.ts";
import type { UsableKey } from "./directory.ts";

/**
 * Caller headers that go on to any provider. A list of what may pass, not of what may not: nothing
 * that a caller sends may choose the destination, the account or the credentials of a call.
 */
const FORWARDED = ["accept", "openai-beta", "idempotency-key"];

/** Headers that are lists, to which everybody adds. */
const LISTS: ReadonlySet<string> = new Set(["anthropic-beta"]);

/**
 * Headers of the request to a provider, each name once: what the caller sent goes before what the
 * format says, what the configuration adds before both, and the key before all. Two `authorization`
 * lines would reach the provider as one that nobody meant.
 *
 * @param format in which the provider is spoken to
 * @param rendered what the rendered body needs, lower case
 */
export function outboundHeaders(
  caller: Headers,
  provider: Provider,
  key: UsableKey | null,
  configured: Readonly<Record<string, string>>,
  format: FormatName = "openai_chat",
  rendered: Readonly<Record<string, string>> = {},
): [string, string][] {
  const headers = new Map([
    ["content-type", "application/json"],
    ...fixedHeaders(provider, format),
  ]);
  for (const name of forwardedNames(provider, format)) pass(name);
  for (const [name, value] of Object.entries(rendered)) add(name, value);
  for (const [name, value] of Object.entries(configured)) add(name.toLowerCase(), value);
  for (const [name, value] of authHeaders(provider, format, key?.secret ?? null)) {
    headers.set(name, value);
  }
  return [...headers];

  function pass(name: string): void {
    const value = caller.get(name);
    if (value !== null) headers.set(name, value);
  }
  function add(name: string, value: string): void {
    const before = LISTS.has(name) ? headers.get(name) : undefined;
    headers.set(name, before === undefined ? value : joinedLists(before, value));
  }
}

const forwarded = new WeakMap<Provider, Map<FormatName, readonly string[]>>();

/** Caller headers that go on to a provider in a format, lower case. */
export function forwardedNames(provider: Provider, format: FormatName): readonly string[] {
  let formats = forwarded.get(provider);
  if (formats === undefined) forwarded.set(provider, formats = new Map());
  let names = formats.get(format);
  if (names === undefined) {
    formats.set(format, names = [...FORWARDED, ...forwardedHeaders(provider, format)]);
  }
  return names;
}

/** Two comma-separated lists as one, without doubles. */
function joinedLists(first: string, second: string): string {
  const items = `${first},${second}`.split(",").map((item) => item.trim());
  return [...new Set(items)].filter((item) => item !== "").join(",");
}

/**
 * Provider headers that stop here: they speak of the provider's connection (RFC 9110 §7.6.1), of an
 * encoding that `fetch` has undone, or to a browser, which would act on them in our name.
 */
const STOPPED: ReadonlySet<string> = new Set([
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
]);

/** What error pages of proxies before a provider carry beyond that. */
const STOPPED_OF_ERRORS: ReadonlySet<string> = new Set([
  "proxy-authenticate",
  "www-authenticate",
  "trailer",
  "server",
  "via",
  "nel",
  "report-to",
  "cf-ray",
  "cf-cache-status",
]);

/**
 * The answer to the caller: the provider's headers but for those that stop here, and our own, which
 * replace the provider's of the same name.
 *
 * @param status the provider's, unless the caller's format has another one for it
 */
export function answerWith(
  body: BodyInit,
  provider: Response,
  own: readonly (readonly [string, string])[],
  status: number = provider.status,
): Response {
  // Headers that are given to the constructor cost a half more: Deno prepares the answer for its
  // server there and then, only to do it again once they are touched.
  const answer = status === 200 ? new Response(body) : new Response(body, { status });
  const { headers } = answer;
  const { ok } = provider;
  provider.headers.forEach((value, name) => {
    if (!STOPPED.has(name) && (ok || !STOPPED_OF_ERRORS.has(name))) headers.set(name, value);
  });
  for (const [name, value] of own) headers.set(name, value);
  return answer;
}

/** The provider's own id of the request, under the names that providers use. */
export function upstreamRequestId(provider: Headers): string | null {
  return provider.get("x-request-id") ?? provider.get("request-id");
}
