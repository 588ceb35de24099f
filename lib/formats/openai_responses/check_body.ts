/**
 * Checks the request fields of `POST /v1/responses`. A field that is not listed passes
 * unchecked, and so does `null`.
 *
 * Source: OpenAI API reference (responses), OpenAPI document 2.3.0.
 *
 * @module
 */
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { wrongType } from "../openai_chat/wrong_value.ts";

type Kind = "a string" | "a number" | "an integer" | "true or false" | "an object" | "an array";

const HOLDS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  "a string": (v) => typeof v === "string",
  "a number": (v) => typeof v === "number",
  "an integer": Number.isInteger,
  "true or false": (v) => typeof v === "boolean",
  "an object": isObject,
  "an array": Array.isArray,
};

const FIELDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["instructions", "a string"],
  ["previous_response_id", "a string"],
  ["user", "a string"],
  ["safety_identifier", "a string"],
  ["prompt_cache_key", "a string"],
  ["prompt_cache_retention", "a string"],
  ["service_tier", "a string"],
  ["truncation", "a string"],
  ["temperature", "a number"],
  ["top_p", "a number"],
  ["max_output_tokens", "an integer"],
  ["max_tool_calls", "an integer"],
  ["top_logprobs", "an integer"],
  ["stream", "true or false"],
  ["store", "true or false"],
  ["background", "true or false"],
  ["parallel_tool_calls", "true or false"],
  ["reasoning", "an object"],
  ["text", "an object"],
  ["metadata", "an object"],
  ["stream_options", "an object"],
  ["client_metadata", "an object"],
  ["prompt", "an object"],
  ["include", "an array"],
  ["tools", "an array"],
]);

/** Fields that can stand in for an input. */
const INSTEAD_OF_INPUT = ["prompt", "previous_response_id", "conversation"];

/** Throws `invalid_request`, with `param`, for a body that no provider could take. */
export function checkBody(body: JsonObject): void {
  const { input } = body;
  if (input === undefined || input === null) {
    if (INSTEAD_OF_INPUT.every((key) => body[key] === undefined || body[key] === null)) {
      throw new FlowError(
        "invalid_request",
        "Missing required field 'input': expected a string or an array of items.",
        { param: "input" },
      );
    }
  } else if (typeof input !== "string" && !Array.isArray(input)) {
    throw wrongType("input", "a string or an array of items", input);
  }
  checkEntries(body, "input");
  checkEntries(body, "tools");
  for (const [key, kind] of FIELDS) {
    const value = body[key];
    if (value !== undefined && value !== null && !HOLDS[kind](value)) {
      throw wrongType(key, kind, value);
    }
  }
  const choice = body.tool_choice;
  if (choice !== undefined && choice !== null && typeof choice !== "string" && !isObject(choice)) {
    throw wrongType("tool_choice", "a string or an object", choice);
  }
}

function checkEntries(body: JsonObject, key: string): void {
  const list = body[key];
  if (!Array.isArray(list)) return;
  list.forEach((entry: unknown, i) => {
    if (!isObject(entry)) throw wrongType(`${key}[${i}]`, "an object", entry);
  });
}
