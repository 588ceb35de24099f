/**
 * The headers of requests to one destination, put together once for all requests that are alike.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import type { HeaderList } from "../http/send.ts";
import { forwardedNames, outboundHeaders } from "./headers.ts";
import type { ProviderEntry, UsableKey } from "./directory.ts";

/** Callers can vary a few headers at will: no more than this are kept for an entry of the directory. */
const KEEP = 50;

/**
 * Remembers header lists for as long as the directory holds their provider. Requests that are alike get
 * the same list, so that what is made of a list can be kept beside it.
 */
export class OutboundHeaders {
  readonly #known = new WeakMap<ProviderEntry, Map<string, HeaderList>>();

  /** What {@link outboundHeaders} says. */
  for(
    caller: Headers,
    entry: ProviderEntry,
    key: UsableKey | null,
    format: FormatName,
    rendered: Readonly<Record<string, string>>,
  ): HeaderList {
    const { provider } = entry;
    let text = key === null ? format : `${format}\n${key.id}`;
    for (const name of forwardedNames(provider, format)) {
      const value = caller.get(name);
      // A key of one request's own would fill the place of others and never serve again.
      if (value !== null && name === "idempotency-key") return make();
      text += value === null ? "\n" : `\n=${value}`;
    }
    for (const name in rendered) text += `\n${name}=${rendered[name]}`;
    let lists = this.#known.get(entry);
    if (lists === undefined) this.#known.set(entry, lists = new Map());
    let list = lists.get(text);
    if (list === undefined) {
      if (lists.size >= KEEP) lists.clear();
      lists.set(text, list = make());
    }
    return list;

    function make(): HeaderList {
      return outboundHeaders(caller, provider, key, entry.headers, format, rendered);
    }
  }
}
