/**
 * Reads the tools of a chat request and which of them may or must be called; the older `functions`
 * and `function_call` too.
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
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { cacheMark } from "./parse_content.ts";
import {
  optionalObject,
  optionalText,
  requireObject,
  requireText,
  unknownMembers,
  wrongType,
  wrongValue,
} from "./wrong_value.ts";

/** All tools of a request; undefined when it has none. Throws `invalid_request`. */
export function parseTools(body: JsonObject): readonly Tool[] | undefined {
  const tools: Tool[] = objectsIn(body, "tools").map((tool, i) => parseTool(tool, `tools[${i}]`));
  for (const [i, one] of objectsIn(body, "functions").entries()) {
    tools.push(parseFunction(one, {}, `functions[${i}]`, `functions[${i}]`));
  }
  const search = optionalObject(body.web_search_options, "web_search_options");
  if (search !== undefined) {
    tools.push({
      type: "built_in",
      kind: "web_search",
      format: "openai_chat",
      value: { web_search_options: search },
      at: "web_search_options",
    });
  }
  return tools.length === 0 ? undefined : tools;
}

function objectsIn(body: JsonObject, key: string): readonly JsonObject[] {
  const list = body[key];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw wrongType(key, "an array", list);
  return list.map((one: unknown, i) => requireObject(one, `${key}[${i}]`));
}

const TOOL_MEMBERS: ReadonlySet<string> = new Set(["type", "function", "custom", "cache_control"]);
const FUNCTION_MEMBERS: ReadonlySet<string> = new Set([
  "name",
  "description",
  "parameters",
  "strict",
]);
const CUSTOM_MEMBERS: ReadonlySet<string> = new Set(["name", "description", "format"]);

function parseTool(tool: JsonObject, at: string): Tool {
  const type = tool.type ?? "function";
  if (type === "function") {
    return parseFunction(
      requireObject(tool.function, `${at}.function`),
      tool,
      `${at}.function`,
      at,
    );
  }
  if (type === "custom") return parseCustom(tool, at);
  return builtIn(tool, requireText(type, `${at}.type`), at);
}

function parseFunction(
  inner: JsonObject,
  outer: JsonObject,
  at: string,
  toolAt: string,
): FunctionTool {
  const { strict } = inner;
  return defined({
    type: "function" as const,
    name: requireText(inner.name, `${at}.name`),
    description: optionalText(inner.description, `${at}.description`),
    parameters: optionalObject(inner.parameters, `${at}.parameters`),
    strict: typeof strict === "boolean" ? strict : undefined,
    cache: cacheMark(outer),
    at: toolAt,
    extra: nestedExtra(outer, inner, "function", FUNCTION_MEMBERS),
  });
}

function parseCustom(tool: JsonObject, at: string): CustomTool {
  const inner = requireObject(tool.custom, `${at}.custom`);
  const format = optionalObject(inner.format, `${at}.custom.format`);
  return defined({
    type: "custom" as const,
    name: requireText(inner.name, `${at}.custom.name`),
    description: optionalText(inner.description, `${at}.custom.description`),
    grammar: format === undefined ? undefined : flatGrammar(format),
    at,
    extra: nestedExtra(tool, inner, "custom", CUSTOM_MEMBERS),
  });
}

/** Chat has `{type: "grammar", grammar: {syntax, definition}}`, everybody else the flat form. */
function flatGrammar(format: JsonObject): JsonObject {
  const { grammar, ...rest } = format;
  return isObject(grammar) ? { ...rest, ...grammar } : format;
}

/** Unknown members of a tool, those of its inner object below that object's name. */
function nestedExtra(
  outer: JsonObject,
  inner: JsonObject,
  key: string,
  known: ReadonlySet<string>,
) {
  const outside = unknownMembers(outer, TOOL_MEMBERS)?.fields;
  const inside = unknownMembers(inner, known)?.fields;
  if (outside === undefined && inside === undefined) return undefined;
  const fields = { ...outside, ...(inside === undefined ? {} : { [key]: inside }) };
  return { format: "openai_chat" as const, fields };
}

/** What providers offer beside the caller's tools: Z.ai `web_search`, Groq `browser_search` … */
function builtIn(value: JsonObject, type: string, at: string): BuiltInTool {
  const kind = /search/.test(type) && !/file/.test(type)
    ? "web_search"
    : /code_(interpreter|execution)/.test(type)
    ? "code_execution"
    : type === "file_search"
    ? "file_search"
    : "other";
  return { type: "built_in", kind, format: "openai_chat", value, at };
}

/** Which tools may or must be called. Throws `invalid_request`. */
export function parseToolChoice(body: JsonObject): ToolChoice | undefined {
  const { tool_choice: choice, function_call: older } = body;
  if (choice !== undefined && choice !== null) return readChoice(choice);
  if (older === undefined || older === null) return undefined;
  if (older === "none" || older === "auto") return { type: older };
  const name = requireText(requireObject(older, "function_call").name, "function_call.name");
  return { type: "tool", name, kind: "function" };
}

function readChoice(choice: unknown): ToolChoice {
  if (choice === "auto" || choice === "none" || choice === "required") return { type: choice };
  // Mistral's word.
  if (choice === "any") return { type: "required" };
  if (!isObject(choice)) {
    throw wrongValue(
      "tool_choice",
      'Invalid \'tool_choice\': expected "auto", "none", "required" or an object that names a ' +
        `tool, but got ${JSON.stringify(choice)}.`,
    );
  }
  switch (choice.type) {
    case "function":
    case "custom": {
      const at = `tool_choice.${choice.type}`;
      const name = requireText(requireObject(choice[choice.type], at).name, `${at}.name`);
      return { type: "tool", name, kind: choice.type };
    }
    case "allowed_tools":
      return readAllowed(choice);
    default:
      return { type: "foreign", format: "openai_chat", value: choice };
  }
}

function readAllowed(choice: JsonObject): ToolChoice {
  const at = "tool_choice.allowed_tools";
  const allowed = requireObject(choice.allowed_tools, at);
  const { mode, tools } = allowed;
  if (mode !== "auto" && mode !== "required") {
    throw wrongType(`${at}.mode`, '"auto" or "required"', mode);
  }
  if (!Array.isArray(tools)) throw wrongType(`${at}.tools`, "an array", tools);
  const names = tools.map((tool: unknown, i) => {
    const name = textAt(objectAt(tool, "function"), "name") ??
      textAt(objectAt(tool, "custom"), "name");
    return requireText(name ?? undefined, `${at}.tools[${i}].function.name`);
  });
  return { type: "allowed", mode, names };
}
