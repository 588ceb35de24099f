/**
 * Gemini's `Schema`, a subset of OpenAPI 3.0, as JSON Schema (Gemini API reference, `Schema`).
 *
 * The other way is not needed: `parametersJsonSchema` and `responseJsonSchema` take JSON Schema.
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";
import { camelCase } from "./member_names.ts";

/** int64 members: Google's JSON mapping writes them as text. */
const COUNTS: ReadonlySet<string> = new Set([
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minProperties",
  "maxProperties",
]);

/**
 * The schema in JSON Schema's words: types in lower case, `nullable` as a type, properties in the
 * order that `propertyOrdering` asks for. Key order is kept, unknown members stay.
 */
export function jsonSchemaOf(schema: JsonObject): JsonObject {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) addMember(out, camelCase(key), value);
  const order = schema.propertyOrdering ?? schema.property_ordering;
  if (Array.isArray(order) && isObject(out.properties)) {
    out.properties = inOrder(out.properties, order);
  }
  return schema.nullable === true ? withNull(out) : out;
}

/** JSON Schema as Gemini takes it: the dialect's name is an annotation that it knows nothing of. */
export function withoutDialect(schema: JsonObject): JsonObject {
  if (!("$schema" in schema)) return schema;
  const { $schema: _, ...rest } = schema;
  return rest;
}

function addMember(out: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "type") {
    if (typeof value !== "string") out.type = value;
    else if (value !== "TYPE_UNSPECIFIED") out.type = value.toLowerCase();
  } else if (key === "properties" && isObject(value)) {
    out.properties = Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, isObject(one) ? jsonSchemaOf(one) : one]),
    );
  } else if (key === "example") {
    out.examples = [value];
  } else if (key === "format" && value === "enum") {
    // Says only that `enum` is there.
  } else if (COUNTS.has(key) && typeof value === "string" && /^\d+$/.test(value)) {
    out[key] = Number(value);
  } else if (SCHEMAS.has(key)) {
    out[key] = Array.isArray(value)
      ? value.map((one) => isObject(one) ? jsonSchemaOf(one) : one)
      : isObject(value)
      ? jsonSchemaOf(value)
      : value;
  } else if (key !== "nullable" && key !== "propertyOrdering") {
    out[key] = value;
  }
}

/** Members that are schemas themselves, or lists of them. */
const SCHEMAS: ReadonlySet<string> = new Set([
  "items",
  "anyOf",
  "prefixItems",
  "additionalProperties",
]);

function inOrder(properties: JsonObject, order: readonly unknown[]): JsonObject {
  const first = order.filter((name) => typeof name === "string" && Object.hasOwn(properties, name));
  const names = new Set([...first.map(String), ...Object.keys(properties)]);
  return Object.fromEntries([...names].map((name) => [name, properties[name]]));
}

function withNull(schema: JsonObject): JsonObject {
  const out: Record<string, unknown> = { ...schema };
  if (typeof out.type === "string") out.type = [out.type, "null"];
  else if (Array.isArray(out.anyOf)) out.anyOf = [...out.anyOf, { type: "null" }];
  if (Array.isArray(out.enum) && !out.enum.includes(null)) out.enum = [...out.enum, null];
  return out;
}
