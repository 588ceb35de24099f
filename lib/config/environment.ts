/**
 * Environment variables: reading them under narrow permissions, and turning their text into values.
 *
 * @module
 */
import { isScalar, parseDocument } from "yaml";
import { FlowError } from "../domain/errors.ts";
import type { OptionKind } from "./option.ts";

/**
 * Value of an environment variable, undefined when unset.
 *
 * @throws FlowError `config_invalid` when this process may not read the variable
 */
export type ReadEnv = (name: string) => string | undefined;

/** Reads the real environment. */
export const readProcessEnv: ReadEnv = (name) => {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    const remedy = name.startsWith("FLOW")
      ? "Start the program with --allow-env=FLOW*."
      : `Rename it to FLOW_${name}, or start the program with --allow-env=FLOW*,${name}.`;
    throw new FlowError(
      "config_invalid",
      `Cannot read the environment variable ${name}: this program may read only variables it was ` +
        `permitted to. ${remedy}`,
      { cause: error },
    );
  }
};

/** A plain YAML scalar as number or boolean; every other text stays a text. */
function scalar(text: string): string | number | boolean {
  const { contents, errors } = parseDocument(text);
  if (errors.length > 0 || !isScalar(contents) || contents.type !== "PLAIN") return text;
  const { value } = contents;
  return typeof value === "number" || typeof value === "boolean" ? value : text;
}

function structure(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? text : document.toJS();
}

/**
 * The value that a text means for an option of some kind. A list is written `a, b` or `[a, b]`, a
 * map as JSON or YAML. A text that does not fit stays a text, and the schema refuses it.
 */
export function valueOfText(kind: OptionKind, text: string): unknown {
  switch (kind) {
    case "string":
      return text;
    case "list":
      return text.trimStart().startsWith("[")
        ? structure(text)
        : text.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
    case "map":
      return structure(text);
    default:
      return scalar(text);
  }
}

/** Value of an environment variable that counts as set: not empty. */
export function readSet(env: ReadEnv, name: string): string | undefined {
  const text = env(name);
  return text === "" ? undefined : text;
}

/** What the words of a switch say. */
const SWITCH = new Map([
  ...["1", "true", "yes", "on"].map((word) => [word, true] as const),
  ...["", "0", "false", "no", "off"].map((word) => [word, false] as const),
]);

/** The two switches that overrule `security.caller_tokens`, the stronger one first. */
export const ENFORCE_CALLER_TOKENS = "FLOW_LLM_ROUTER_ENFORCE_CALLER_TOKENS";
export const DISABLE_CALLER_TOKENS = "FLOW_LLM_ROUTER_DISABLE_CALLER_TOKENS";

/** `true` for 1, true, yes and on; `false` for 0, false, no, off and nothing; null for the rest. */
export function switchOfText(text: string | undefined): boolean | null {
  return SWITCH.get((text ?? "").trim().toLowerCase()) ?? null;
}
