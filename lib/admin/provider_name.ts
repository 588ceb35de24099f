/**
 * From the name of a provider, as somebody types it, to the provider.
 *
 * @module
 */
import { editDistance } from "../domain/edit_distance.ts";
import { FlowError } from "../domain/errors.ts";
import type { FormatChoice, Provider } from "../providers/provider.ts";
import { builtInProvider, customProvider, PROVIDERS } from "../providers/registry.ts";

/** The section `providers` of the configuration, as far as administration needs it. */
export type ConfiguredProviders = Readonly<
  Record<string, {
    readonly base_url?: string | undefined;
    readonly format?: FormatChoice | undefined;
    readonly api_version?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
  }>
>;

/** A provider with what the configuration says about it. */
export interface NamedProvider {
  readonly provider: Provider;
  /** From the configuration, else the provider's own; null when neither says. */
  readonly baseUrl: string | null;
  /** Added to each request, from the configuration. */
  readonly headers: Readonly<Record<string, string>>;
  readonly format: FormatChoice;
  /** Azure's `api-version`; null: our default. */
  readonly apiVersion: string | null;
}

/** The same rule as for names in the configuration. */
const CUSTOM_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const MOST_HINTS = 3;

/**
 * The provider of a name: a built-in one by id or alias in any letter case, else a custom one.
 *
 * @throws FlowError `invalid_request` for a blank name or one that no provider can have
 */
export function namedProvider(name: string, configured: ConfiguredProviders): NamedProvider {
  const wanted = name.trim().toLowerCase();
  const builtIn = builtInProvider(wanted);
  if (builtIn === undefined && !CUSTOM_NAME.test(wanted)) {
    throw new FlowError(
      "invalid_request",
      wanted === ""
        ? "Cannot do without a provider: its name is blank. Built-in ones: " +
          `${PROVIDERS.map(({ id }) => id).join(", ")}.`
        : `Cannot name a provider ${
          JSON.stringify(name)
        }: a name has at most 64 letters, digits, ` +
          `dots, dashes and underscores.${hint(wanted, configured)}`,
      { param: "provider" },
    );
  }
  const provider = builtIn ?? customProvider(wanted);
  const entry = Object.entries(configured)
    .find(([key]) => (builtInProvider(key)?.id ?? key.toLowerCase()) === provider.id)?.[1];
  return {
    provider,
    baseUrl: entry?.base_url ?? provider.baseUrl,
    headers: entry?.headers ?? {},
    format: entry?.format ?? "auto",
    apiVersion: entry?.api_version ?? null,
  };
}

/** " Nearest: a, b." for a name that is none; empty when nothing is near. */
export function hint(wanted: string, configured: ConfiguredProviders): string {
  const near = nearestProviders(wanted, configured);
  return near.length === 0 ? "" : ` Nearest: ${near.join(", ")}.`;
}

/** Ids of providers whose id or alias is a slip of the hand, or the beginning, away from `wanted`. */
export function nearestProviders(wanted: string, configured: ConfiguredProviders): string[] {
  const word = wanted.toLowerCase();
  const names = [
    ...PROVIDERS.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((name) => ({ id, name }))),
    ...Object.keys(configured).map((name) => ({ id: name, name })),
  ];
  const near = names
    .map(({ id, name }) => ({ id, distance: distanceOf(word, name) }))
    .filter(({ distance }) => distance <= Math.max(1, word.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return [...new Set(near.map(({ id }) => id))].slice(0, MOST_HINTS);
}

function distanceOf(word: string, name: string): number {
  const isPart = word.length >= 3 && (name.includes(word) || word.includes(name));
  return isPart ? 1 : editDistance(word, name);
}
