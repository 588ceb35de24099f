/**
 * Looking into parsed JSON without trusting it.
 *
 * @module
 */
import type { JsonObject } from "../../domain/json.ts";

export type { JsonObject };

/** Whether a parsed value is an object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that is an object, else undefined. */
export function objectAt(value: unknown, key: string): JsonObject | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return isObject(member) ? member : undefined;
}

/** A member that is a non-empty string, else null. */
export function textAt(value: unknown, key: string): string | null {
  const member = isObject(value) ? value[key] : undefined;
  return typeof member === "string" && member !== "" ? member : null;
}

/** A member that is an exact integer ≥ 0, else null. */
export function countAt(value: unknown, key: string): number | null {
  const member = amountAt(value, key);
  return Number.isSafeInteger(member) ? member : null;
}

/** A member that is a finite number ≥ 0, else null. */
export function amountAt(value: unknown, key: string): number | null {
  const member = isObject(value) ? value[key] : undefined;
  return typeof member === "number" && Number.isFinite(member) && member >= 0 ? member : null;
}

/** What JSON calls the type of a value, for error messages: `array`, `null`, `string`, … */
export function jsonType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Parses text, undefined when it is not JSON. For input that may well not be JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
