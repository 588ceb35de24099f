/**
 * Places that requests go to.
 *
 * @module
 */
import type { Destination } from "../../lib/providers/provider.ts";
import { builtInProvider, customProvider } from "../../lib/providers/registry.ts";

/** A provider at its own address, or as `more` says. */
export function destinationTo(id: string, more: Partial<Destination> = {}): Destination {
  const provider = builtInProvider(id) ?? customProvider(id);
  const baseUrl = provider.baseUrl ?? "http://127.0.0.1:1/v1";
  return { provider, baseUrl, format: "auto", apiVersion: null, ...more };
}
