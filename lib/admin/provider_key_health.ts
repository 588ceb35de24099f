/**
 * How a provider key fares in the running gateway, and what the configuration adds to its requests.
 *
 * @module
 */
import type { Config } from "../config/schema.ts";
import type { KeyFailureView, KeyHealthView, KeyTroubleView } from "./outbound_parts.ts";
import { type ConfiguredProviders, namedProvider } from "./provider_name.ts";

/** `resting`: left alone until a moment. `failing`: for some model. */
export type KeyState = "ok" | "resting" | "failing" | "disabled";

/** How a key fares. */
export interface KeyHealthReport {
  readonly state: KeyState;
  /** Until when it rests, for all models; null: it does not. */
  readonly restsUntilMs: number | null;
  readonly troubles: readonly KeyTroubleView[];
  /** Null: it has not failed since the gateway started. */
  readonly lastFailure: KeyFailureView | null;
}

/** What the running gateway knows of a key. */
export function keyHealthReport(
  health: KeyHealthView,
  { id, enabled }: { readonly id: string; readonly enabled: boolean },
): KeyHealthReport {
  const troubles = health.list().filter(({ keyId }) => keyId === id);
  const whole = troubles.find(({ model }) => model === null);
  return {
    state: !enabled ? "disabled" : whole ? "resting" : troubles.length > 0 ? "failing" : "ok",
    restsUntilMs: whole?.untilMs ?? null,
    troubles,
    lastFailure: health.lastFailure(id),
  };
}

/** What the configuration file says about a key's provider; it is changed there. */
export interface ConfiguredRequests {
  /** Where requests go when the key itself says nothing; null: nowhere. */
  readonly baseUrl: string | null;
  /** Names of the headers that are added; their values may be secrets. */
  readonly headers: readonly string[];
  readonly headerTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** What holds for a provider. */
export function configuredRequests(
  provider: string,
  { upstream, providers }: Pick<Config, "upstream" | "providers">,
): ConfiguredRequests {
  const configured: ConfiguredProviders = providers;
  const { baseUrl, headers, provider: { id } } = namedProvider(provider, configured);
  const entry = Object.entries(providers)
    .find(([name]) => namedProvider(name, configured).provider.id === id)?.[1];
  return {
    baseUrl,
    headers: Object.keys(headers),
    headerTimeoutMs: entry?.header_timeout_ms ?? upstream.header_timeout_ms,
    idleTimeoutMs: entry?.idle_timeout_ms ?? upstream.idle_timeout_ms,
  };
}
