/**
 * The OpenAPI 3.1 document of the admin API, made from the operations themselves.
 *
 * @module
 */
import { z } from "zod";
import type { JsonObject } from "../../lib/domain/json.ts";
import { type Answer, json, type Operation, operation } from "./operation.ts";
import { SESSION_COOKIE } from "./session_cookie.ts";

const ERROR_SCHEMAS = {
  Error: z.strictObject({
    detail: z.union([
      z.string(),
      z.array(z.strictObject({
        type: z.string(),
        loc: z.array(z.union([z.string(), z.number()])),
        msg: z.string(),
      })),
    ]),
  }),
  ErrorEnvelope: z.strictObject({ success: z.literal(false), error: z.string() }),
};

/** `GET /api/openapi.json`: describes the others, and itself. */
export function openApiOperation(others: readonly Operation[], version: string): Operation {
  const self: Operation = operation({
    method: "get",
    path: "/openapi.json",
    noun: "Reference",
    summary: "Describe this API in OpenAPI 3.1",
    access: "read",
    answer: json(z.looseObject({ openapi: z.string() })),
  })(() => document());
  let made: (JsonObject & { readonly openapi: string }) | undefined;
  const document = () => made ??= openApiDocument([...others, self], version);
  return self;
}

/** The document; `version` is the program's. */
export function openApiDocument(
  operations: readonly Operation[],
  version: string,
): JsonObject & { readonly openapi: string } {
  const components = new Map<string, unknown>();
  for (const [name, schema] of Object.entries(ERROR_SCHEMAS)) {
    components.set(name, schemaObject(schema, components));
  }
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = paths[`/api${operation.path}`] ??= {};
    path[operation.method] = operationObject(operation, components);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Flow LLM Router: admin API",
      version,
      description:
        "Everything that can be operated. Sign in with POST /api/auth/verify, or send an " +
        "admin API key, as 'Authorization: Bearer …'.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(operations.map(({ noun }) => noun))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "The token of POST /api/auth/verify, or an admin API key (fga_…)",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: SESSION_COOKIE,
          description: "Set by POST /api/auth/verify; for pages of this server only",
        },
      },
    },
  };
}

function operationObject(operation: Operation, components: Map<string, unknown>): JsonObject {
  const { method, path, noun, summary, description, access, params, query, body } = operation;
  const parameters = [
    ...parametersOf(params, "path", components),
    ...parametersOf(query, "query", components),
  ];
  return {
    operationId: operationId(method, path),
    tags: [noun],
    summary,
    ...(description === undefined ? {} : { description }),
    security: access === "open" ? [] : [{ bearer: [] }, { session: [] }],
    ...(access === "open" ? {} : { "x-access": access }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : {
      requestBody: {
        required: operation.isBodyOptional !== true,
        content: { "application/json": { schema: schemaObject(body, components) } },
      },
    }),
    responses: {
      [operation.answer.status]: answerObject(operation.answer, components),
      ...refusalsOf(operation),
    },
  };
}

/** `get /keys/{id}` → `get_keys_id` */
const operationId = (method: string, path: string): string =>
  [method, ...path.split(/\W+/)].filter((part) => part !== "").join("_");

function parametersOf(
  schema: z.ZodType | undefined,
  place: "path" | "query",
  components: Map<string, unknown>,
): JsonObject[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.object({
    properties: z.record(z.string(), z.looseObject({})).optional(),
    required: z.array(z.string()).optional(),
  }).parse(schemaObject(schema, components));
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(typeof member["description"] === "string" ? { description: member["description"] } : {}),
    schema: member,
  }));
}

function answerObject(
  { content, about }: Answer<unknown>,
  components: Map<string, unknown>,
): JsonObject {
  const types = Object.entries(content).map(([type, schema]) => [
    type,
    schema === null ? {} : { schema: schemaObject(schema, components) },
  ]);
  return {
    description: about,
    ...(types.length === 0 ? {} : { content: Object.fromEntries(types) }),
  };
}

function refusalsOf(operation: Operation): Record<string, JsonObject> {
  const { access, params, query, body, refusals = {}, errorShape = "detail" } = operation;
  const hasInput = params !== undefined || query !== undefined || body !== undefined;
  const own: Record<string, string> = {
    ...(access === "open" ? {} : { 401: "Not signed in" }),
    ...(access === "full" ? { 403: "The admin API key may only read" } : {}),
    ...(hasInput ? { 422: "The input is not as described" } : {}),
    ...refusals,
    default: "Another error",
  };
  const $ref = `#/components/schemas/${errorShape === "envelope" ? "ErrorEnvelope" : "Error"}`;
  return Object.fromEntries(
    Object.entries(own).map(([status, description]) => [status, {
      description,
      content: { "application/json": { schema: { $ref } } },
    }]),
  );
}

/**
 * The JSON Schema of what goes over the wire. A schema with `.meta({ id })` becomes a component and
 * is referred to.
 */
function schemaObject(schema: z.ZodType, components: Map<string, unknown>): JsonObject {
  const { $schema: _dialect, $defs = {}, ...own } = hoisted(
    z.toJSONSchema(schema, { io: "input" }),
  );
  for (const [name, definition] of Object.entries(Object($defs))) components.set(name, definition);
  return own;
}

/** References into the schema's own `$defs`, made to point at the document's components. */
function hoisted(schema: unknown): JsonObject {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
