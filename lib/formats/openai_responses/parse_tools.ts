/**
 * Reads `tools` and `tool_choice`.
 *
 * @module
 */
import type {
  BuiltInTool,
  CustomTool,
  FunctionTool,
  Tool,
  ToolChoice,
} from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import {
  optionalObject,
  optionalText,
  requireObject,
  requireText,
  wrongType,
  wrongValue,
} from "../openai_chat/wrong_value.ts";
import { OWN, ownExtra, unknownMembers } from "./own_members.ts";

/** The tools of a request, those of a namespace one by one. Throws `invalid_request`. */
export function parseTools(tools: unknown): Tool[] {
  if (!Array.isArray(tools)) throw wrongType("tools", "an array of tools", tools);
  return tools.flatMap((tool: unknown, i) => {
    const at = `tools[${i}]`;
    return parseTool(requireObject(tool, at), at);
  });
}

function parseTool(tool: JsonObject, at: string): Tool[] {
  const type = requireText(tool.type, `${at}.type`);
  switch (type) {
    case "function":
      return [parseFunction(tool, at)];
    case "custom":
      return [parseCustom(tool, at)];
    case "namespace":
      return parseNamespace(tool, at);
    default:
      return [{ type: "built_in", kind: kindOf(type), format: OWN, value: tool, at }];
  }
}

const FUNCTION: ReadonlySet<string> = new Set(
  ["type", "name", "description", "parameters", "strict"],
);

/**
 * `strict` stays absent when it is absent: OpenAI then enforces the schema where it can, and no other
 * format promises that, so no other format may be told `true`.
 */
function parseFunction(tool: JsonObject, at: string): FunctionTool {
  const { strict } = tool;
  if (strict !== undefined && strict !== null && typeof strict !== "boolean") {
    throw wrongType(`${at}.strict`, "true or false", strict);
  }
  return defined({
    type: "function" as const,
    name: requireText(tool.name, `${at}.name`),
    description: optionalText(tool.description, `${at}.description`),
    parameters: optionalObject(tool.parameters, `${at}.parameters`),
    strict: strict ?? undefined,
    at,
    extra: unknownMembers(tool, FUNCTION),
  });
}

const CUSTOM: ReadonlySet<string> = new Set(["type", "name", "description", "format"]);

function parseCustom(tool: JsonObject, at: string): CustomTool {
  return defined({
    type: "custom" as const,
    name: requireText(tool.name, `${at}.name`),
    description: optionalText(tool.description, `${at}.description`),
    grammar: optionalObject(tool.format, `${at}.format`),
    at,
    extra: unknownMembers(tool, CUSTOM),
  });
}

const NAMESPACE: ReadonlySet<string> = new Set(["type", "name", "tools"]);

/** What the namespace says of itself stands on its first tool. */
function parseNamespace(tool: JsonObject, at: string): Tool[] {
  const namespace = requireText(tool.name, `${at}.name`);
  if (!Array.isArray(tool.tools)) throw wrongType(`${at}.tools`, "an array of tools", tool.tools);
  return tool.tools.map((inner: unknown, i) => {
    const where = `${at}.tools[${i}]`;
    const object = requireObject(inner, where);
    const type = requireText(object.type, `${where}.type`);
    if (type !== "function" && type !== "custom") {
      const rule = "a namespace holds tools of type 'function' or 'custom'";
      throw wrongValue(`${where}.type`, `Invalid '${where}.type': ${rule}, but got '${type}'.`);
    }
    const parsed = type === "custom" ? parseCustom(object, where) : parseFunction(object, where);
    const about = i === 0 ? unknownMembers(tool, NAMESPACE)?.fields : undefined;
    const extra = ownExtra({ ...parsed.extra?.fields, namespace: about });
    return defined({ ...parsed, namespace, extra });
  });
}

function kindOf(type: string): BuiltInTool["kind"] {
  if (type.startsWith("web_search")) return "web_search";
  if (type === "code_interpreter") return "code_execution";
  return type === "file_search" ? "file_search" : "other";
}

/** Which tool is to be called. Throws `invalid_request`. */
export function parseToolChoice(choice: unknown): ToolChoice {
  if (choice === "auto" || choice === "none" || choice === "required") return { type: choice };
  if (typeof choice === "string") {
    const rule = "expected 'auto', 'none', 'required' or an object";
    throw wrongValue("tool_choice", `Invalid 'tool_choice': ${rule}, but got '${choice}'.`);
  }
  const object = requireObject(choice, "tool_choice");
  const type = requireText(object.type, "tool_choice.type");
  if ((type === "function" || type === "custom") && isPlainTool(object)) {
    return { type: "tool", name: object.name, kind: type };
  }
  if (type === "function" || type === "custom") requireText(object.name, "tool_choice.name");
  if (type === "allowed_tools") return parseAllowed(object);
  return { type: "foreign", format: OWN, value: object };
}

function parseAllowed(object: JsonObject): ToolChoice {
  const { mode, tools } = object;
  if (mode !== "auto" && mode !== "required") {
    throw wrongType("tool_choice.mode", "'auto' or 'required'", mode);
  }
  if (!Array.isArray(tools)) throw wrongType("tool_choice.tools", "an array of tools", tools);
  const names = tools.filter(isPlainTool).map(({ name }) => name);
  // Tools of OpenAI's own have no name that another format could allow.
  if (names.length < tools.length) return { type: "foreign", format: OWN, value: object };
  return { type: "allowed", mode, names };
}

/** `{type, name}` and nothing else. */
function isPlainTool(
  tool: unknown,
): tool is { readonly type: "function" | "custom"; readonly name: string } {
  return isObject(tool) && typeof tool.name === "string" &&
    (tool.type === "function" || tool.type === "custom") && Object.keys(tool).length === 2;
}
