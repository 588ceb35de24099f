/**
 * The effective value of every option with where it came from, fit to be shown.
 *
 * @module
 */
import { optionAt, OPTIONS, type Path } from "./options.ts";
import type { Config } from "./schema.ts";
import { valueAt } from "./value_tree.ts";

/** Who set a value, weakest last. */
export type Origin = "flag" | "environment" | "admin" | "file" | "default";

/** Where a value was set. */
export interface Setting {
  readonly origin: Origin;
  /** The flag, the variable or `file:line`; null for a default and for what an administrator set. */
  readonly place: string | null;
}

/** One line of the listing. */
export interface ConfigEntry extends Setting {
  readonly path: string;
  /** `[hidden]` for a secret that is set. */
  readonly value: unknown;
  readonly unit: string;
  readonly description: string;
}

/** What a secret looks like in listings and messages. */
export const HIDDEN = "[hidden]";

/** Every option in effect, in the order of the example file; providers by name. */
export function listEntries(config: Config, settingOf: (path: Path) => Setting): ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  const add = (path: Path, value: unknown): void => {
    const option = optionAt(path);
    if (option === undefined || value === undefined) return;
    const { unit, description, secret } = option;
    const shown = secret && value !== "" ? HIDDEN : value;
    entries.push({ path: path.join("."), value: shown, unit, description, ...settingOf(path) });
  };
  for (const { keys, path } of OPTIONS) {
    if (keys.includes("*")) continue;
    if (path !== "providers") {
      add(keys, valueAt(config, keys));
      continue;
    }
    const providers = Object.entries(config.providers);
    if (providers.length === 0) add(keys, config.providers);
    for (const [name, provider] of providers) {
      for (const [key, value] of Object.entries(provider)) add([...keys, name, key], value);
    }
  }
  return entries;
}
