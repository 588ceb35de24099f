/**
 * Where a request goes once its key is known.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Destination } from "../providers/provider.ts";
import type { ProviderEntry, UsableKey } from "./directory.ts";

const known = new WeakMap<ProviderEntry, Map<UsableKey | null, Destination>>();

/**
 * The provider as a request with this key uses it: a key may bring a base URL and a format of its own.
 * The same objects of a directory yield the same one, so that what follows from it can be remembered.
 *
 * @throws FlowError `provider_not_configured` for a provider without a base URL
 */
export function destinationOf(entry: ProviderEntry, key: UsableKey | null): Destination {
  let destinations = known.get(entry);
  if (destinations === undefined) known.set(entry, destinations = new Map());
  let destination = destinations.get(key);
  if (destination === undefined) destinations.set(key, destination = newDestination(entry, key));
  return destination;
}

function newDestination(entry: ProviderEntry, key: UsableKey | null): Destination {
  const { provider, apiVersion } = entry;
  const baseUrl = key?.baseUrl ?? entry.baseUrl;
  if (baseUrl === null) {
    throw new FlowError(
      "provider_not_configured",
      `The provider '${provider.id}' has no base URL. Set one with: flow-router add-key ` +
        `--provider ${provider.id} --base-url ${provider.baseUrlExample ?? "URL"}`,
      { param: "model" },
    );
  }
  return { provider, baseUrl, format: key?.format ?? entry.format, apiVersion };
}
