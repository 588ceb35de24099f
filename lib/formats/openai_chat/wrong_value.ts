/**
 * Errors about a caller's request that name the field at fault, and reading fields strictly.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject, jsonType } from "../json/guards.ts";

/** An `invalid_request` about one field. */
export function wrongValue(param: string, message: string): FlowError {
  return new FlowError("invalid_request", message, { param });
}

/** An `invalid_request` about a field of a wrong type. */
export function wrongType(param: string, expected: string, value: unknown): FlowError {
  const found = value === undefined ? "it is missing" : `got ${jsonType(value)}`;
  return wrongValue(param, `Invalid '${param}': expected ${expected}, but ${found}.`);
}

/** The value if it is a string. Throws `invalid_request`. */
export function requireText(value: unknown, param: string): string {
  if (typeof value === "string") return value;
  throw wrongType(param, "a string", value);
}

/** The value if it is an object. Throws `invalid_request`. */
export function requireObject(value: unknown, param: string): JsonObject {
  if (isObject(value)) return value;
  throw wrongType(param, "an object", value);
}

/** A string; undefined where nothing or null stands. Throws `invalid_request`. */
export function optionalText(value: unknown, param: string): string | undefined {
  return value === undefined || value === null ? undefined : requireText(value, param);
}

/** An object; undefined where nothing or null stands. Throws `invalid_request`. */
export function optionalObject(value: unknown, param: string): JsonObject | undefined {
  return value === undefined || value === null ? undefined : requireObject(value, param);
}

/** Members that are not among the known ones; undefined when there are none. `null` says nothing. */
export function unknownMembers(
  from: JsonObject,
  known: ReadonlySet<string>,
): Extra | undefined {
  const fields = Object.fromEntries(
    Object.entries(from).filter(([key, value]) => !known.has(key) && value !== null),
  );
  return Object.keys(fields).length === 0 ? undefined : { format: "openai_chat", fields };
}
