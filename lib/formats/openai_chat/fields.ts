/**
 * The types of the request fields that OpenAI-compatible endpoints agree on. A field that is not
 * listed passes unchecked: providers add fields faster than anyone can list them.
 *
 * Source: OpenAI API reference (chat, completions, embeddings), OpenAPI document 2.3.0.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject, jsonType } from "../json/guards.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (v) => typeof v === "string";
const isNumber: Check = (v) => typeof v === "number";
const isInteger: Check = (v) => Number.isInteger(v);
const isBoolean: Check = (v) => typeof v === "boolean";
const isList: Check = Array.isArray;
const isTextList: Check = (v) => Array.isArray(v) && v.every(isText);

interface Field {
  readonly expected: string;
  readonly check: Check;
}
const text: Field = { expected: "a string", check: isText };
const number: Field = { expected: "a number", check: isNumber };
const integer: Field = { expected: "an integer", check: isInteger };
const boolean: Field = { expected: "true or false", check: isBoolean };
const object: Field = { expected: "an object", check: isObject };
const objects: Field = {
  expected: "an array of objects",
  check: (v) => Array.isArray(v) && v.every(isObject),
};

const COMMON: Readonly<Record<string, Field>> = {
  user: text,
  stream: boolean,
  stream_options: object,
  metadata: object,
  x_session_id: text,
  session_id: text,
  x_user_tag: text,
  user_tag: text,
};

const SAMPLING: Readonly<Record<string, Field>> = {
  temperature: number,
  top_p: number,
  presence_penalty: number,
  frequency_penalty: number,
  n: integer,
  max_tokens: integer,
  seed: integer,
  logit_bias: object,
  stop: {
    expected: "a string or an array of strings",
    check: (v) => isText(v) || isTextList(v),
  },
};

/** Field → type for `/v1/chat/completions`. */
export const CHAT_FIELDS: ReadonlyMap<string, Field> = new Map(Object.entries({
  ...COMMON,
  ...SAMPLING,
  messages: { expected: "an array", check: isList },
  max_completion_tokens: integer,
  top_logprobs: integer,
  logprobs: boolean,
  parallel_tool_calls: boolean,
  tools: objects,
  tool_choice: {
    expected: "a string or an object",
    check: (v: unknown) => isText(v) || isObject(v),
  },
  response_format: object,
  reasoning_effort: text,
  service_tier: text,
}));

/** Field → type for the legacy `/v1/completions`. */
export const COMPLETION_FIELDS: ReadonlyMap<string, Field> = new Map(Object.entries({
  ...COMMON,
  ...SAMPLING,
  prompt: {
    expected: "a string or an array",
    check: (v: unknown) => isText(v) || isList(v),
  },
  suffix: text,
  echo: boolean,
  logprobs: integer,
}));

/** Field → type for `/v1/embeddings`. */
export const EMBEDDING_FIELDS: ReadonlyMap<string, Field> = new Map(Object.entries({
  user: text,
  input: {
    expected: "a string or an array",
    check: (v: unknown) => isText(v) || isList(v),
  },
  dimensions: integer,
  encoding_format: text,
}));

/** Throws `invalid_request` naming the first field whose type is wrong; `null` passes. */
export function checkFields(body: JsonObject, fields: ReadonlyMap<string, Field>): void {
  for (const key in body) {
    const value = body[key];
    const field = fields.get(key);
    if (field === undefined || value === null || value === undefined) continue;
    if (!field.check(value)) {
      throw new FlowError(
        "invalid_request",
        `Invalid type for '${key}': expected ${field.expected}, but got ${describe(value)}.`,
        { param: key },
      );
    }
  }
}

/** Throws `invalid_request` when a field is missing or null. */
export function requireField(body: JsonObject, key: string): void {
  if (body[key] !== undefined && body[key] !== null) return;
  throw new FlowError(
    "invalid_request",
    `Missing required field '${key}': it is ${key in body ? "null" : "not in the request body"}.`,
    { param: key },
  );
}

/** The value in a few words: short scalars themselves, everything else by its type. */
function describe(value: unknown): string {
  const type = jsonType(value);
  if (type === "number" || type === "boolean") return `${type} ${String(value)}`;
  return type === "array" || type === "object" ? `an ${type}` : `a ${type}`;
}

/** Checks that each chat message is an object with a role. */
export function checkMessages(messages: unknown): void {
  if (!Array.isArray(messages)) return;
  messages.forEach((message: unknown, i) => {
    if (!isObject(message)) {
      throw new FlowError(
        "invalid_request",
        `Invalid type for 'messages[${i}]': expected an object, but got ${describe(message)}.`,
        { param: `messages[${i}]` },
      );
    }
    if (typeof message.role !== "string") {
      throw new FlowError(
        "invalid_request",
        `Invalid 'messages[${i}].role': expected a string such as "user", but got ` +
          `${describe(message.role ?? null)}.`,
        { param: `messages[${i}].role` },
      );
    }
  });
}
