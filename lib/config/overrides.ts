/**
 * What flags and environment variables set, over what the file says.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import {
  DISABLE_CALLER_TOKENS,
  ENFORCE_CALLER_TOKENS,
  type ReadEnv,
  readSet,
  switchOfText,
  valueOfText,
} from "./environment.ts";
import { type ConfigOption, OPTIONS } from "./options.ts";
import type { Problem } from "./problems.ts";
import { valueAt, withValue } from "./value_tree.ts";

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

/** The values of the file under those of flags and variables. */
export interface Overridden {
  readonly values: unknown;
  /** Who beat the file, at most one for each option. */
  readonly overrides: readonly Override[];
  readonly problems: readonly Problem[];
}

/** Puts what flags, else environment variables set over the values of a file. */
export function override(
  fileValues: unknown,
  flags: readonly FlagValue[],
  env: ReadEnv,
): Overridden {
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  let values = fileValues;
  const take = (found: Override | undefined): void => {
    if (found === undefined) return;
    overrides.push(found);
    values = withValue(values, found.option.keys, found.value);
  };
  for (const option of OPTIONS) {
    try {
      const set = fromFlag(option, flags) ?? fromEnvironment(option, env);
      if (option.path !== "security.caller_tokens") {
        take(set);
        continue;
      }
      const configured = set === undefined ? valueAt(fileValues, option.keys) : set.value;
      take(fromSwitches(option, configured, env, problems) ?? set);
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      // The environment is closed to us: the next variable would only say the same again.
      problems.push({ source: "environment", path: option.path, text: error.message });
      break;
    }
  }
  return { values, overrides, problems };
}

function fromFlag(option: ConfigOption, flags: readonly FlagValue[]): Override | undefined {
  const flag = flags.find(({ path }) => path === option.path);
  if (flag === undefined) return undefined;
  return { option, value: valueOfText(option.kind, flag.text), origin: "flag", name: flag.flag };
}

function fromEnvironment(option: ConfigOption, env: ReadEnv): Override | undefined {
  for (const name of option.env) {
    const text = readSet(env, name);
    if (text === undefined) continue;
    return { option, value: valueOfText(option.kind, text), origin: "environment", name };
  }
  return undefined;
}

/**
 * What the two switches of caller tokens make of the value that all else has set. Enforcing wins
 * over disabling: it lifts `open` to `auto` and leaves the rest alone, since without any token there
 * is nothing yet to enforce. Disabling sets `open`.
 */
function fromSwitches(
  option: ConfigOption,
  configured: unknown,
  env: ReadEnv,
  problems: Problem[],
): Override | undefined {
  const isOn = (name: string): boolean => {
    const text = env(name);
    const on = switchOfText(text);
    if (on === null) {
      const rule = `must be 1, true, yes, on, 0, false, no or off, is ${JSON.stringify(text)}`;
      problems.push({ source: name, path: option.path, text: rule });
    }
    return on ?? false;
  };
  const [enforce, disable] = [isOn(ENFORCE_CALLER_TOKENS), isOn(DISABLE_CALLER_TOKENS)];
  const origin = "environment";
  if (enforce) {
    if (configured !== "open") return undefined;
    return { option, value: "auto", origin, name: ENFORCE_CALLER_TOKENS };
  }
  return disable ? { option, value: "open", origin, name: DISABLE_CALLER_TOKENS } : undefined;
}
