/**
 * Strict reading of a request's members: a wrong type is an error that names the field. `null` counts
 * as absent, as it does at Anthropic.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject, jsonType } from "../json/guards.ts";

/** The path of a member: `messages[0].content`. */
export function pathOf(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}

/** The error for a member that is not what it should be. */
export function wrongType(path: string, expected: string, value: unknown): FlowError {
  return new FlowError(
    "invalid_request",
    value === undefined || value === null
      ? `Missing required field '${path}': expected ${expected}.`
      : `Invalid type for '${path}': expected ${expected}, but got ${described(value)}.`,
    { param: path },
  );
}

function described(value: unknown): string {
  const type = jsonType(value);
  if (type === "number" || type === "boolean") return `${type} ${String(value)}`;
  return type === "array" || type === "object" ? `an ${type}` : `a ${type}`;
}

/** A required string. */
export function textOf(source: JsonObject, key: string, at: string): string {
  const value = source[key];
  if (typeof value !== "string") throw wrongType(pathOf(at, key), "a string", value);
  return value;
}

/** A required object. */
export function objectOf(source: JsonObject, key: string, at: string): JsonObject {
  const value = source[key];
  if (!isObject(value)) throw wrongType(pathOf(at, key), "an object", value);
  return value;
}

/** A string that may be absent. */
export function maybeText(source: JsonObject, key: string, at: string): string | undefined {
  return isAbsent(source, key) ? undefined : textOf(source, key, at);
}

/** An object that may be absent. */
export function maybeObject(source: JsonObject, key: string, at: string): JsonObject | undefined {
  return isAbsent(source, key) ? undefined : objectOf(source, key, at);
}

/** A number that may be absent. */
export function maybeNumber(source: JsonObject, key: string, at: string): number | undefined {
  const value = source[key];
  if (isAbsent(source, key)) return undefined;
  if (typeof value !== "number") throw wrongType(pathOf(at, key), "a number", value);
  return value;
}

/** An integer that may be absent. */
export function maybeInteger(source: JsonObject, key: string, at: string): number | undefined {
  const value = maybeNumber(source, key, at);
  if (value !== undefined && !Number.isSafeInteger(value)) {
    throw wrongType(pathOf(at, key), "an integer", value);
  }
  return value;
}

/** A boolean that may be absent. */
export function maybeBoolean(source: JsonObject, key: string, at: string): boolean | undefined {
  const value = source[key];
  if (isAbsent(source, key)) return undefined;
  if (typeof value !== "boolean") throw wrongType(pathOf(at, key), "true or false", value);
  return value;
}

/** A list that may be absent. */
export function maybeList(
  source: JsonObject,
  key: string,
  at: string,
): readonly unknown[] | undefined {
  const value = source[key];
  if (isAbsent(source, key)) return undefined;
  if (!Array.isArray(value)) throw wrongType(pathOf(at, key), "an array", value);
  return value;
}

/** A list of objects that may be absent. */
export function maybeObjects(
  source: JsonObject,
  key: string,
  at: string,
): readonly JsonObject[] | undefined {
  return maybeList(source, key, at)?.map((value, i) => {
    if (!isObject(value)) throw wrongType(`${pathOf(at, key)}[${i}]`, "an object", value);
    return value;
  });
}

/** A list of strings that may be absent. */
export function maybeTexts(
  source: JsonObject,
  key: string,
  at: string,
): readonly string[] | undefined {
  return maybeList(source, key, at)?.map((value, i) => {
    if (typeof value !== "string") throw wrongType(`${pathOf(at, key)}[${i}]`, "a string", value);
    return value;
  });
}

/** The members that are not among these; nulls tell nothing. Undefined when none is left. */
export function otherMembers(
  source: JsonObject,
  understood: ReadonlySet<string>,
): JsonObject | undefined {
  const rest = Object.entries(source)
    .filter(([key, value]) => !understood.has(key) && value !== null && value !== undefined);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function isAbsent(source: JsonObject, key: string): boolean {
  return source[key] === undefined || source[key] === null;
}
