/**
 * Reads members of a caller's request strictly: a wrong type is an error that names the field.
 *
 * Numbers may come as text, as in Google's JSON mapping of protocol buffers.
 *
 * @module
 */
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

/** `contents[0]` + `parts` → `contents[0].parts`. */
export function join(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}

/** The value if it is an object. */
export function requireObject(value: unknown, param: string): JsonObject {
  if (isObject(value)) return value;
  throw wrongType(param, "an object", value);
}

/** The value if it is text. */
export function requireText(value: unknown, param: string): string {
  if (typeof value === "string") return value;
  throw wrongType(param, "a string", value);
}

/** A member that is text; undefined where nothing or null stands. */
export function textMember(from: JsonObject, key: string, at: string): string | undefined {
  const value = from[key] ?? undefined;
  return value === undefined ? undefined : requireText(value, join(at, key));
}

/** A member that is an object; undefined where nothing or null stands. */
export function objectMember(from: JsonObject, key: string, at: string): JsonObject | undefined {
  const value = from[key] ?? undefined;
  return value === undefined ? undefined : requireObject(value, join(at, key));
}

/** A member that is true or false; undefined where nothing or null stands. */
export function flagMember(from: JsonObject, key: string, at: string): boolean | undefined {
  const value = from[key] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw wrongType(join(at, key), "true or false", value);
}

/** A member that is a finite number; undefined where nothing or null stands. */
export function numberMember(from: JsonObject, key: string, at: string): number | undefined {
  const value = from[key] ?? undefined;
  if (value === undefined) return undefined;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw wrongType(join(at, key), "a number", value);
}

/** A member that is an integer; undefined where nothing or null stands. */
export function integerMember(from: JsonObject, key: string, at: string): number | undefined {
  const number = numberMember(from, key, at);
  if (number === undefined || Number.isSafeInteger(number)) return number;
  const param = join(at, key);
  throw wrongValue(param, `Invalid '${param}': expected an integer, but got ${number}.`);
}

/** A member that is a list, or one item in place of it; undefined where nothing or null stands. */
export function itemsMember(from: JsonObject, key: string): readonly unknown[] | undefined {
  const value = from[key] ?? undefined;
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value : [value];
}

/** A member that is a list of texts; undefined where nothing or null stands. */
export function textsMember(
  from: JsonObject,
  key: string,
  at: string,
): readonly string[] | undefined {
  return itemsMember(from, key)?.map((one, i) => requireText(one, `${join(at, key)}[${i}]`));
}

/** The members that are not among the known ones and say something. */
export function otherMembers(from: JsonObject, known: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(from).filter(([key, value]) => !known.has(key) && value !== null),
  );
}
