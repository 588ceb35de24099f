/**
 * Tools and the choice among them, as a caller defines them.
 *
 * @module
 */
import type {
  BuiltInTool,
  ChatRequest,
  FunctionTool,
  Tool,
} from "../../domain/conversation/request.ts";
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../json/guards.ts";
import { readMark } from "./cache_mark.ts";
import {
  maybeBoolean,
  maybeObject,
  maybeObjects,
  maybeText,
  objectOf,
  otherMembers,
  textOf,
} from "./fields.ts";

/** Reads `tools`. */
export function readTools(body: JsonObject): { readonly tools?: readonly Tool[] } {
  const list = maybeObjects(body, "tools", "");
  if (list === undefined) return {};
  return { tools: list.map((tool, i) => readTool(tool, `tools[${i}]`)) };
}

function readTool(tool: JsonObject, at: string): Tool {
  const type = maybeText(tool, "type", at) ?? "custom";
  return type === "custom"
    ? readFunction(tool, at)
    : { type: "built_in", kind: kindOf(type), format: "anthropic_messages", value: tool, at };
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "type",
  "name",
  "description",
  "input_schema",
  "strict",
  "cache_control",
]);

function readFunction(tool: JsonObject, at: string): FunctionTool {
  const description = maybeText(tool, "description", at);
  const strict = maybeBoolean(tool, "strict", at);
  const { cache, rest } = readMark(tool, at);
  const extra = { ...otherMembers(tool, UNDERSTOOD), ...rest };
  return {
    type: "function",
    at,
    name: textOf(tool, "name", at),
    parameters: objectOf(tool, "input_schema", at),
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
    ...(cache === undefined ? {} : { cache }),
    ...(Object.keys(extra).length === 0
      ? {}
      : { extra: { format: "anthropic_messages", fields: extra } }),
  };
}

/** Types bear the date of their version: `web_search_20250305`. */
function kindOf(type: string): BuiltInTool["kind"] {
  const name = type.replace(/_\d{8}$/, "");
  switch (name) {
    case "web_search":
    case "web_fetch":
    case "code_execution":
      return name;
    default:
      return "other";
  }
}

/** Reads `tool_choice`, which also holds whether calls may come in parallel. */
export function readToolChoice(
  body: JsonObject,
): Pick<ChatRequest, "toolChoice" | "parallelToolCalls"> {
  const choice = maybeObject(body, "tool_choice", "");
  if (choice === undefined) return {};
  const isSerial = maybeBoolean(choice, "disable_parallel_tool_use", "tool_choice");
  return {
    toolChoice: choiceOf(choice),
    ...(isSerial === undefined ? {} : { parallelToolCalls: !isSerial }),
  };
}

function choiceOf(choice: JsonObject): NonNullable<ChatRequest["toolChoice"]> {
  switch (choice.type) {
    case "auto":
    case "none":
      return { type: choice.type };
    case "any":
      return { type: "required" };
    case "tool":
      return { type: "tool", name: textOf(choice, "name", "tool_choice"), kind: "function" };
    default:
      throw new FlowError(
        "invalid_request",
        `Invalid 'tool_choice.type': expected "auto", "any", "tool" or "none", but got ` +
          `${JSON.stringify(choice.type) ?? "nothing"}.`,
        { param: "tool_choice.type" },
      );
  }
}
