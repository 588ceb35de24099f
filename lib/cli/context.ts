/**
 * What every command is given.
 *
 * @module
 */
import type { ReadEnv } from "../config/environment.ts";
import { type ConfigSources, loadConfig, type LoadedConfig } from "../config/load.ts";
import { OPTIONS } from "../config/options.ts";
import { builtInProvider } from "../providers/registry.ts";
import type { BuildInfo } from "./build_info.ts";
import type { Output } from "./output.ts";
import type { Prompt } from "./prompt.ts";

/** The world as the command line found it. */
export interface CliWorld {
  readonly env: ReadEnv;
  /** Working directory. */
  readonly cwd: string;
  readonly build: BuildInfo;
  /** Starts this program again as a database thread. */
  readonly spawnWorker: () => Worker;
}

/** Options of a command, as commander parsed them: camel case. */
export type ParsedOptions = Readonly<Record<string, unknown>>;

/** Which configuration options the flags of a command set: `{ port: "server.port" }`. */
export type FlagPaths = Readonly<Record<string, string>>;

/** Handed to each command when it registers itself. */
export interface CliContext extends CliWorld {
  readonly output: Output;
  readonly prompt: Prompt;
  /** Where the configuration comes from under `--config` and the command's own flags. */
  configSources(options?: ParsedOptions, flags?: FlagPaths): ConfigSources;
  /** The effective configuration; throws FlowError `config_invalid`. */
  loadConfig(options?: ParsedOptions, flags?: FlagPaths): LoadedConfig;
}

/** Makes the context; `configPath` is asked for late, when `--config` has been parsed. */
export function createContext(
  world: CliWorld,
  output: Output,
  prompt: Prompt,
  configPath: () => string | undefined,
): CliContext {
  const configSources: CliContext["configSources"] = (options = {}, flags = {}) => ({
    env: world.env,
    cwd: world.cwd,
    explicitPath: configPath(),
    isKnownProvider: (name) => builtInProvider(name) !== undefined,
    flags: Object.entries(flags).flatMap(([name, path]) => {
      if (!OPTIONS.some((option) => option.path === path)) {
        throw new TypeError(`There is no configuration option ${path}`);
      }
      const value = options[name];
      const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      return value === undefined ? [] : [{ flag, path, text: String(value) }];
    }),
  });
  return {
    ...world,
    output,
    prompt,
    configSources,
    loadConfig: (options, flags) => loadConfig(configSources(options, flags)),
  };
}
