/**
 * JSON Schema as `output_config.format` and strict tools take it. What the model's output cannot be
 * held to moves into the description, where the model still reads it.
 *
 * Source: Anthropic, "Structured outputs: JSON Schema limitations", and `transformJSONSchema` of its SDK.
 *
 * @module
 */
import { isObject, type JsonObject } from "../json/guards.ts";

/** A schema made fit, and which keywords were only told in words. */
export interface AdaptedSchema {
  readonly schema: JsonObject;
  readonly told: readonly string[];
}

const FORMATS: ReadonlySet<unknown> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);
/** Keywords that are taken as they are. */
const KEPT: ReadonlySet<string> = new Set([
  "type",
  "title",
  "description",
  "default",
  "const",
  "enum",
  "required",
  "$ref",
]);
/** Keywords whose members are schemas by name. */
const MAPS: ReadonlySet<string> = new Set(["properties", "$defs", "definitions"]);
/** Keywords that tell nothing about the output. */
const SILENT: ReadonlySet<string> = new Set(["$schema", "$id", "$comment", "examples"]);

/** Makes a schema fit. */
export function adaptSchema(schema: JsonObject): AdaptedSchema {
  const told = new Set<string>();
  return { schema: adapt(schema, told), told: [...told] };
}

function adapt(schema: JsonObject, told: Set<string>): JsonObject {
  const out: Record<string, unknown> = {};
  const words: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (KEPT.has(key)) out[key] = value;
    else if (MAPS.has(key) && isObject(value)) out[key] = adaptAll(value, told);
    else if (key === "items") out.items = adaptOne(value, told);
    else if (key === "anyOf" || key === "oneOf") out.anyOf = adaptList(value, told);
    else if (key === "allOf") out.allOf = adaptList(value, told);
    else if (key === "format" && FORMATS.has(value)) out.format = value;
    else if (key === "minItems" && (value === 0 || value === 1)) out.minItems = value;
    else if (key !== "additionalProperties" && !SILENT.has(key)) words[key] = value;
  }
  if (isObjectSchema(schema)) {
    if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) {
      words.additionalProperties = schema.additionalProperties;
    }
    out.additionalProperties = false;
  }
  for (const key of Object.keys(words)) told.add(key);
  return Object.keys(words).length === 0 ? out : { ...out, description: description(out, words) };
}

function adaptOne(value: unknown, told: Set<string>): unknown {
  if (Array.isArray(value)) return adaptList(value, told);
  return isObject(value) ? adapt(value, told) : value;
}

function adaptList(value: unknown, told: Set<string>): unknown {
  return Array.isArray(value) ? value.map((one: unknown) => adaptOne(one, told)) : value;
}

function adaptAll(schemas: JsonObject, told: Set<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, adaptOne(schema, told)]),
  );
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  return type === "object" || isObject(properties) ||
    (Array.isArray(type) && type.includes("object"));
}

function description(schema: JsonObject, words: JsonObject): string {
  const list = Object.entries(words).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const before = typeof schema.description === "string" ? `${schema.description}\n\n` : "";
  return `${before}{${list.join(", ")}}`;
}
