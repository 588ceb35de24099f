/**
 * What is wrong with a configuration, in words.
 *
 * @module
 */
import type { z } from "zod";
import { FlowError } from "../domain/errors.ts";
import { redact } from "../domain/redact.ts";
import { HIDDEN } from "./listing.ts";
import { nearest } from "./nearest.ts";
import { formatPath, keysBelow, optionAt, OPTIONS, type Path } from "./options.ts";
import { PROVIDER_NAME_RULE } from "./schema_providers.ts";
import { valueAt } from "./value_tree.ts";

/** One thing that is wrong. */
export interface Problem {
  /** `file:line`, an environment variable or a flag. */
  readonly source: string;
  /** The option, as users write it; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, the value (never a secret) and what to do. */
  readonly text: string;
}

/** All problems as one error. */
export function configError(problems: readonly Problem[]): FlowError {
  const lines = problems.map(({ source, path, text }) =>
    `  ${source}: ${path === "" ? "" : `${path}: `}${text}`
  );
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new FlowError(
    "config_invalid",
    `The configuration is not valid (${count}):\n${lines.join("\n")}`,
  );
}

/** What the schema found wrong with `input`, in words; `sourceOf` tells where a value was set. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  sourceOf: (path: Path) => string,
): Problem[] {
  return issues.flatMap((issue) => {
    const paths = issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [...issue.path, key])
      : [issue.path];
    return paths.map((path) => ({
      source: sourceOf(path),
      path: formatPath(path),
      text: explain(issue, path, valueAt(input, path)),
    }));
  });
}

function explain(issue: z.core.$ZodIssue, path: Path, value: unknown): string {
  if (issue.code === "unrecognized_keys") return `is not a known key${remedyForKey(path)}`;
  if (issue.code === "invalid_key") return `must be ${PROVIDER_NAME_RULE}`;
  const option = optionAt(path);
  const own = option?.keys.length === path.length;
  const rule = issue.code === "custom"
    ? issue.message
    : own
    ? `must be ${option.rule}`
    : option?.kind === "list" || option?.secret
    ? "must be a text of printable characters"
    : "must be a section: a map of keys";
  if (value === undefined) return `is missing: it ${rule}`;
  if (value === null) return `${rule}, but has no value: write one, or remove the key`;
  return `${rule}, is ${option?.secret ? HIDDEN : show(value)}`;
}

function remedyForKey(path: Path): string {
  const wrong = String(path.at(-1));
  if (path[0] === "providers" && /key|token|secret|password/i.test(wrong)) {
    return "; keys live in the vault, see `flow-router add-key`";
  }
  const siblings = keysBelow(path.slice(0, -1));
  const sibling = nearest(wrong, siblings);
  if (sibling !== undefined) {
    return `; did you mean ${formatPath([...path.slice(0, -1), sibling])}?`;
  }
  const elsewhere = OPTIONS.find(({ keys }) => keys.at(-1) === wrong);
  if (elsewhere !== undefined) return `; did you mean ${elsewhere.path}?`;
  return siblings.length > 0 ? `; the keys here are ${siblings.join(", ")}` : "";
}

/** A value in a message: short, without user name and password of a URL. */
function show(value: unknown): string {
  const text = redact(JSON.stringify(value).replace(/\/\/[^/@"\s]*@/g, `//${HIDDEN}@`));
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
