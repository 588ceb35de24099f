/**
 * From flags, environment, file and defaults to one frozen configuration.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type ReadEnv, readSet } from "./environment.ts";
import { findFile, type FoundFile } from "./find_file.ts";
import { type ConfigEntry, listEntries, type Origin, type Setting } from "./listing.ts";
import { OPTIONS, type Path } from "./options.ts";
import { type FlagValue, override } from "./overrides.ts";
import { type ParsedFile, parseFile } from "./parse_file.ts";
import { configError, type Problem, problemsOf } from "./problems.ts";
import { type Config, configSchema } from "./schema.ts";
import { withValue } from "./value_tree.ts";

/** Where values come from. */
export interface ConfigSources {
  readonly flags: readonly FlagValue[];
  readonly env: ReadEnv;
  /** Directory in which the default files are looked for. */
  readonly cwd: string;
  /** The file of `--config`; it must exist. */
  readonly explicitPath?: string | undefined;
  /** Whether a provider is known by its name, so that it needs no `base_url`; absent: none is. */
  readonly isKnownProvider?: (name: string) => boolean;
}

/** An effective configuration that knows where each value came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read; null when there was none. */
  readonly file: string | null;
  /** Who set an option, by its path (`server.port`). */
  origin(path: string): Origin;
  /** Every option in effect, secrets hidden. */
  list(): readonly ConfigEntry[];
  /**
   * The same file, flags and environment with what an administrator has set, by path. It beats the
   * file; flags and environment beat it.
   *
   * @throws FlowError `config_invalid`
   */
  withAdmin(values: AdminValues): LoadedConfig;
}

/** What an administrator has set while the program ran, by the option's path. */
export type AdminValues = ReadonlyMap<string, unknown>;

/** A configuration, or all that is wrong with it. */
export type ConfigResult =
  | { readonly ok: true; readonly loaded: LoadedConfig }
  | { readonly ok: false; readonly file: string | null; readonly problems: readonly Problem[] };

/**
 * Loads the configuration: a flag beats an environment variable beats the file beats the default.
 *
 * @throws FlowError `config_invalid` whose message names every problem with its place
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const result = readConfig(sources);
  if (!result.ok) throw configError(result.problems);
  return result.loaded;
}

/**
 * The same for those who want the problems one by one.
 *
 * @throws FlowError `config_invalid` only when the file cannot be read
 */
export function readConfig(sources: ConfigSources): ConfigResult {
  const found = locateConfig(sources);
  const file = found === null ? null : parseFile(found.name, found.text, sources.env);
  return compose(sources, found, file, new Map());
}

function compose(
  sources: ConfigSources,
  found: FoundFile | null,
  file: ParsedFile | null,
  admin: AdminValues,
): ConfigResult {
  const overridden = override(overlaid(file?.values ?? {}, admin), sources.flags, sources.env);
  const { values: input, overrides } = overridden;
  const early = [...(file?.problems ?? []), ...overridden.problems];
  const settingOf = (path: Path): Setting => {
    const by = overrides.find(({ option }) => option.keys.every((key, at) => key === path[at]));
    if (by !== undefined) return { origin: by.origin, place: by.name };
    if (admin.has(path.join("."))) return { origin: "admin", place: null };
    const line = file?.lineAt(path);
    if (found === null || line === undefined) return { origin: "default", place: null };
    return { origin: "file", place: `${found.name}:${line}` };
  };
  const parsed = configSchema.safeParse(input);
  const homeless = homelessProviders(parsed.data?.providers ?? {}, sources, settingOf, found);
  if (!parsed.success || early.length > 0 || homeless.length > 0) {
    const told = new Set(early.map(({ path }) => path));
    const late = problemsOf(parsed.error?.issues ?? [], input, placeOf(settingOf, found));
    const all = [...early, ...[...late, ...homeless].filter(({ path }) => !told.has(path))];
    const byPlace = new Intl.Collator("en", { numeric: true });
    all.sort((a, b) => byPlace.compare(a.source, b.source));
    return { ok: false, file: found?.path ?? null, problems: all };
  }

  const config: Config = deepFreeze(parsed.data);
  const entries = deepFreeze(listEntries(config, settingOf));
  const origins = new Map(entries.map(({ path, origin }) => [path, origin]));
  const origin = (path: string): Origin => {
    const known = origins.get(path);
    if (known !== undefined) return known;
    throw new FlowError("internal", `There is no configuration option ${path}.`);
  };
  const withAdmin = (values: AdminValues): LoadedConfig => {
    const result = compose(sources, found, file, values);
    if (!result.ok) throw configError(result.problems);
    return result.loaded;
  };
  const loaded = { config, file: found?.path ?? null, origin, list: () => entries, withAdmin };
  return { ok: true, loaded };
}

function overlaid(fileValues: unknown, admin: AdminValues): unknown {
  let values = fileValues;
  for (const { path, keys } of OPTIONS) {
    if (admin.has(path)) values = withValue(values, keys, admin.get(path));
  }
  return values;
}

/**
 * The file that would be read: of `--config`, else of FLOWGATE_CONFIG, else a default one in the
 * working directory; null without any.
 *
 * @throws FlowError `config_invalid` when it is missing though asked for, or cannot be read
 */
export function locateConfig(sources: Omit<ConfigSources, "flags">): FoundFile | null {
  const { explicitPath, cwd, env } = sources;
  if (explicitPath !== undefined) return findFile(cwd, { path: explicitPath, by: "--config" });
  const path = readSet(env, "FLOWGATE_CONFIG");
  return findFile(cwd, path === undefined ? null : { path, by: "FLOWGATE_CONFIG" });
}

/** Providers that nobody could find. */
function homelessProviders(
  providers: Config["providers"],
  { isKnownProvider = () => false }: ConfigSources,
  settingOf: (path: Path) => Setting,
  found: FoundFile | null,
): Problem[] {
  return Object.entries(providers)
    .filter(([name, { base_url }]) => base_url === undefined && !isKnownProvider(name))
    .map(([name]) => ({
      source: placeOf(settingOf, found)(["providers", name, "base_url"]),
      path: `providers.${name}.base_url`,
      text: `is missing: '${name}' is no provider that is known by its name`,
    }));
}

/** Where to look for a wrong value; for a missing one, where its section is. */
function placeOf(
  settingOf: (path: Path) => Setting,
  found: FoundFile | null,
): (path: Path) => string {
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const { place } = settingOf(path.slice(0, length));
      if (place !== null) return place;
    }
    return found?.name ?? "configuration";
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
