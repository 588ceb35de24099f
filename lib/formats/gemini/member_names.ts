/**
 * One spelling for member names. Google's JSON mapping of protocol buffers takes `camelCase` and
 * `snake_case` alike and writes `camelCase` (protobuf documentation, "ProtoJSON format").
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";

/** Members whose content is the caller's own: names inside them mean what they say. */
const OPAQUE: ReadonlySet<string> = new Set([
  "args",
  "response",
  "parameters",
  "parametersJsonSchema",
  "responseSchema",
  "responseJsonSchema",
  "_responseJsonSchema",
  "schema",
  "labels",
  "partMetadata",
  "customMetadata",
  "headers",
]);

/** The object with all member names in camelCase, but for what holds data of the caller's. */
export function canonicalMembers(body: JsonObject): JsonObject {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = camelCase(key);
    out[name] = OPAQUE.has(name) ? value : canonical(value);
  }
  return out;
}

/** `thinking_budget` → `thinkingBudget`; an underscore at the start stays. */
export function camelCase(name: string): string {
  if (name.indexOf("_", 1) < 0) return name;
  return name.replace(/(?!^)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  return isObject(value) ? canonicalMembers(value) : value;
}
