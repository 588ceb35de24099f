/**
 * Writes the shape wanted of the answer as `response_format`.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { OutputFormat } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import type { Rendering } from "./rendering.ts";

/** Members of the request, and a message for providers that must be told in words. */
export interface RenderedOutput {
  readonly members: JsonObject;
  readonly instruction: JsonObject | null;
}

/** The schema itself, or "some JSON" and the schema in words where the provider knows no more. */
export function renderOutput(rendering: Rendering): RenderedOutput {
  const { request, target, losses, isOwn } = rendering;
  const { output } = request;
  if (output === undefined) return { members: {}, instruction: null };
  if (output.type === "text") {
    return { members: isOwn ? { response_format: { type: "text" } } : {}, instruction: null };
  }
  if (output.type === "json") {
    const instruction = isOwn || mentionsJson(rendering) ? null : system("Answer with JSON.");
    return { members: { response_format: { type: "json_object" } }, instruction };
  }
  if (target.quirks.noJsonSchema !== true) {
    return { members: { response_format: schemaFormat(output) }, instruction: null };
  }
  losses.adapted(
    callerField(request, "output"),
    "This provider enforces no schema: it is asked for JSON, and told the schema in words.",
  );
  const content = "Answer with one JSON object that follows this JSON Schema, and nothing else:\n" +
    JSON.stringify(output.schema);
  return {
    members: { response_format: { type: "json_object" } },
    instruction: system(content),
  };
}

function system(content: string): JsonObject {
  return { role: "system", content };
}

/** OpenAI refuses JSON mode unless the word stands in a message; other formats ask for no word. */
function mentionsJson({ request }: Rendering): boolean {
  return request.messages.some(({ parts }) =>
    parts.some((part) => part.type === "text" && /json/i.test(part.text))
  );
}

/** OpenAI wants a name; other formats have none. */
const NAME = "answer";

function schemaFormat(output: Extract<OutputFormat, { type: "json_schema" }>): JsonObject {
  const { name = NAME, description, schema, strict } = output;
  return { type: "json_schema", json_schema: defined({ name, description, schema, strict }) };
}
