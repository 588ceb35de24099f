/**
 * One place that a request may be sent to.
 *
 * @module
 */
import type { ProviderEntry, UsableKey } from "./directory.ts";

/** A provider, the model as it knows it, and the key to use. */
export interface Target {
  readonly entry: ProviderEntry;
  /** The name that the provider knows. */
  readonly upstreamModel: string;
  /** Null for a provider that works without one. */
  readonly key: UsableKey | null;
}
