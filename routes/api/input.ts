/**
 * Checks what a request brings against an operation's schemas.
 *
 * @module
 */
import type { z } from "zod";
import { FlowError } from "../../lib/domain/errors.ts";
import { redact } from "../../lib/domain/redact.ts";

/** One thing that is wrong with the input. */
export interface InputProblem {
  /** `missing`, `extra_forbidden`, `string_type` … */
  readonly type: string;
  /** Where: `["body", "name"]`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

/** Everything that is wrong with a request's input. */
export class InvalidInput extends FlowError {
  constructor(readonly problems: readonly InputProblem[]) {
    super(
      "invalid_request",
      problems.map(({ loc, msg }) => `${loc.slice(1).join(".") || loc[0]}: ${msg}`).join(" "),
    );
  }
}

/** Which part of the request. */
export type Place = "path" | "query" | "body";

/** The value as the schema makes it. Throws {@link InvalidInput} naming field, value and rule. */
export function checked(schema: z.ZodType, value: unknown, place: Place): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.flatMap((issue) => problemsOf(issue, value, place)));
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown, place: Place): InputProblem[] {
  const path = issue.path.map((step) => typeof step === "symbol" ? String(step) : step);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      type: "extra_forbidden",
      loc: [place, ...path, key],
      msg: `Unknown ${place === "query" ? "parameter" : "field"} '${clip(key)}'.`,
    }));
  }
  const value = valueAt(input, path);
  const loc = [place, ...path];
  if (value === undefined) return [{ type: "missing", loc, msg: "Field required." }];
  const type = issue.code === "invalid_type" ? `${issue.expected}_type` : issue.code;
  return [{ type, loc, msg: `${issue.message}${shown(value, path.at(-1))}.` }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = Reflect.get(value, step);
  }
  return value;
}

const SECRET_NAME = /pass|key|token|secret|code|headers|authorization/i;

/** The value, for the message; nothing when it may be a secret or says nothing. */
function shown(value: unknown, name: PropertyKey | undefined): string {
  if (typeof name === "string" && SECRET_NAME.test(name)) return "";
  if (typeof value === "string") return `; the value is '${clip(redact(value))}'`;
  return typeof value === "number" || typeof value === "boolean" ? `; the value is ${value}` : "";
}

const clip = (text: string): string => text.length > 60 ? `${text.slice(0, 60)}…` : text;
