/**
 * What flags and environment variables set, before the file is looked at.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import {
  CALLER_TOKEN_SWITCHES,
  type ReadEnv,
  readSet,
  switchOfText,
  valueOfText,
} from "./environment.ts";
import { type ConfigOption, OPTIONS } from "./options.ts";
import type { Problem } from "./problems.ts";

/** A command-line flag that sets an option. */
export interface FlagValue {
  /** As users type it: `--port`. */
  readonly flag: string;
  /** The option, keys joined by dots. */
  readonly path: string;
  readonly text: string;
}

/** A value that beats the file's. */
export interface Override {
  readonly option: ConfigOption;
  readonly value: unknown;
  readonly origin: "flag" | "environment";
  /** The flag or the variable. */
  readonly name: string;
}

/** Who beats the file, at most once for each option: a flag, else an environment variable. */
export function collectOverrides(
  flags: readonly FlagValue[],
  env: ReadEnv,
): { readonly overrides: readonly Override[]; readonly problems: readonly Problem[] } {
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  for (const option of OPTIONS) {
    const flag = flags.find(({ path }) => path === option.path);
    if (flag !== undefined) {
      const value = valueOfText(option.kind, flag.text);
      overrides.push({ option, value, origin: "flag", name: flag.flag });
      continue;
    }
    try {
      const found = fromEnvironment(option, env, problems);
      if (found !== undefined) overrides.push(found);
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      // The environment is closed to us: the next variable would only say the same again.
      problems.push({ source: "environment", path: option.path, text: error.message });
      break;
    }
  }
  return { overrides, problems };
}

function fromEnvironment(
  option: ConfigOption,
  env: ReadEnv,
  problems: Problem[],
): Override | undefined {
  if (option.path === "security.caller_tokens") {
    for (const { name, means } of CALLER_TOKEN_SWITCHES) {
      const text = env(name);
      const on = switchOfText(text);
      if (on === null) {
        const rule = `must be 1, true, yes, on, 0, false, no or off, is ${JSON.stringify(text)}`;
        problems.push({ source: name, path: option.path, text: rule });
      } else if (on) {
        return { option, value: means, origin: "environment", name };
      }
    }
  }
  for (const name of option.env) {
    const text = readSet(env, name);
    if (text === undefined) continue;
    return { option, value: valueOfText(option.kind, text), origin: "environment", name };
  }
  return undefined;
}

/**
 * A copy of `tree` with a value at `keys`; sections that are missing are made. A section that is no
 * map is left as it is: the schema says what is wrong with it.
 */
export function withValue(tree: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (tree === undefined) return { [key]: withValue(undefined, rest, value) };
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return tree;
  return { ...tree, [key]: withValue(Reflect.get(tree, key), rest, value) };
}
