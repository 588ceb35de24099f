/**
 * A caller's `tools` and `toolConfig` in the neutral form.
 *
 * @module
 */
import type {
  BuiltInTool,
  FunctionTool,
  Tool,
  ToolChoice,
} from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { extraOf } from "./losses.ts";
import { jsonSchemaOf } from "./schema.ts";
import {
  itemsMember,
  objectMember,
  otherMembers,
  requireObject,
  requireText,
  textMember,
  textsMember,
} from "./typed_members.ts";

/** Google's own tools that other providers have as well. */
const KINDS: Readonly<Record<string, BuiltInTool["kind"]>> = {
  googleSearch: "web_search",
  googleSearchRetrieval: "web_search",
  urlContext: "web_fetch",
  codeExecution: "code_execution",
  fileSearch: "file_search",
};

/** Reads `tools`; undefined when the caller sent none. Throws `invalid_request`. */
export function readTools(body: JsonObject): readonly Tool[] | undefined {
  return itemsMember(body, "tools")?.flatMap((tool, i) => {
    const at = `tools[${i}]`;
    const { functionDeclarations, ...builtIn } = requireObject(tool, at);
    const functions = itemsMember({ functionDeclarations }, "functionDeclarations") ?? [];
    return [
      ...functions.map((one, j) => readFunction(one, `${at}.functionDeclarations[${j}]`)),
      ...Object.entries(builtIn).filter(([, value]) => isObject(value) || Array.isArray(value))
        .map(([name, value]) => readBuiltIn(name, value, at)),
    ];
  });
}

const DECLARED: ReadonlySet<string> = new Set([
  "name",
  "description",
  "parameters",
  "parametersJsonSchema",
]);

function readFunction(declaration: unknown, at: string): FunctionTool {
  const from = requireObject(declaration, at);
  const schema = objectMember(from, "parameters", at);
  const parameters = objectMember(from, "parametersJsonSchema", at) ??
    (schema === undefined ? undefined : jsonSchemaOf(schema));
  return {
    type: "function",
    name: requireText(from.name, `${at}.name`),
    ...defined({
      description: textMember(from, "description", at),
      parameters,
      extra: extraOf(otherMembers(from, DECLARED)),
    }),
    at,
  };
}

function readBuiltIn(name: string, value: unknown, at: string): BuiltInTool {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] ?? "other" : "other";
  return {
    type: "built_in",
    kind,
    format: "gemini",
    value: { [name]: value },
    at: `${at}.${name}`,
  };
}

/** What `toolConfig` says. */
export interface ReadToolConfig {
  readonly toolChoice?: ToolChoice;
  /** Members that only Gemini has, under their path. */
  readonly own: JsonObject;
}

/** Reads `toolConfig`. Throws `invalid_request` for a wrong type. */
export function readToolConfig(body: JsonObject): ReadToolConfig {
  const { functionCallingConfig, ...rest } = objectMember(body, "toolConfig", "") ?? {};
  const own = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [`toolConfig.${key}`, value]),
  );
  const calling = objectMember({ functionCallingConfig }, "functionCallingConfig", "toolConfig");
  if (calling === undefined) return { own };
  const at = "toolConfig.functionCallingConfig";
  const mode = textMember(calling, "mode", at)?.toUpperCase();
  const names = textsMember(calling, "allowedFunctionNames", at) ?? [];
  const toolChoice = readChoice(mode, names);
  // Without names it is `auto` with checked arguments, which has no neutral word.
  const isValidated = mode === "VALIDATED" && names.length === 0;
  return {
    ...(toolChoice === undefined ? {} : { toolChoice }),
    own: isValidated ? { ...own, [`${at}.mode`]: mode } : own,
  };
}

function readChoice(mode: string | undefined, names: readonly string[]): ToolChoice | undefined {
  const [first] = names;
  switch (mode) {
    case "NONE":
      return { type: "none" };
    case "ANY":
      if (first === undefined) return { type: "required" };
      if (names.length === 1) return { type: "tool", name: first, kind: "function" };
      return { type: "allowed", mode: "required", names };
    case "AUTO":
    case "VALIDATED":
      return first === undefined ? { type: "auto" } : { type: "allowed", mode: "auto", names };
    default:
      return undefined;
  }
}
