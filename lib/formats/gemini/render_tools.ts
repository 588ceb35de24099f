/**
 * `tools` and `toolConfig` for a provider.
 *
 * Source: Gemini API reference, `Tool` and `ToolConfig` (v1beta).
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import { functionOfCustom, hasGrammar } from "../../domain/conversation/custom_tools.ts";
import type {
  BuiltInTool,
  ChatRequest,
  FunctionTool,
  ToolChoice,
} from "../../domain/conversation/request.ts";
import type { ToolNames } from "../../domain/conversation/tool_names.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import type { Losses } from "./losses.ts";
import { modelTraits } from "./model_traits.ts";
import { withoutDialect } from "./schema.ts";
import { join, wrongValue } from "./typed_members.ts";

/** What a request says about tools. */
export interface RenderedTools {
  readonly tools?: readonly JsonObject[];
  readonly toolConfig?: JsonObject;
}

/**
 * Renders all tools and the choice among them. Throws `invalid_request` naming a built-in tool that
 * Google does not have, or a choice that cannot be asked for.
 */
export function renderTools(
  request: ChatRequest,
  model: string,
  names: ToolNames,
  losses: Losses,
): RenderedTools {
  const functions: JsonObject[] = [];
  const builtIns: { readonly tool: BuiltInTool; readonly value: JsonObject }[] = [];
  for (const tool of request.tools ?? []) {
    if (tool.type === "built_in") {
      builtIns.push({ tool, value: renderBuiltIn(tool, losses) });
      continue;
    }
    if (tool.type === "custom" && hasGrammar(tool)) {
      losses.adapted(tool.at ?? "tools", "Gemini is told the tool's grammar but not bound by it.");
    }
    const plain = tool.type === "custom" ? functionOfCustom(tool) : tool;
    functions.push({ ...renderFunction(plain, names, losses), ...losses.own(tool.extra, tool.at) });
  }
  const mixes = functions.length > 0 && builtIns.length > 0;
  const canMix = modelTraits(model).isThird;
  if (mixes && !canMix) tellUnmixed(builtIns.map(({ tool }) => tool), losses);
  const kept = mixes && !canMix ? [] : builtIns.map(({ value }) => value);
  const calling = renderChoice(request.toolChoice, names, request);
  if (request.parallelToolCalls === false && functions.length > 0) {
    losses.dropped(
      callerField(request, "parallelToolCalls"),
      "Gemini cannot be kept from calling several functions at once.",
    );
  }
  const tools = [...kept, ...(functions.length === 0 ? [] : [{ functionDeclarations: functions }])];
  const toolConfig = defined({
    functionCallingConfig: calling,
    includeServerSideToolInvocations: mixes && canMix ? true : undefined,
  });
  return {
    ...(tools.length === 0 ? {} : { tools }),
    ...(Object.keys(toolConfig).length === 0 ? {} : { toolConfig }),
  };
}

function tellUnmixed(tools: readonly BuiltInTool[], losses: Losses): void {
  for (const tool of tools) {
    losses.dropped(
      tool.at ?? "tools",
      `Models before Gemini 3 run none of Google's tools beside functions: ${
        nameOf(tool)
      } is left ` +
        `out.`,
    );
  }
}

function renderFunction(tool: FunctionTool, names: ToolNames, losses: Losses): JsonObject {
  if (tool.strict === true) {
    losses.dropped(
      join(tool.at ?? "", "strict"),
      "Gemini does not promise that arguments follow their schema.",
    );
  }
  return defined({
    name: names.flat(tool.name, tool.namespace),
    description: tool.description,
    parametersJsonSchema: tool.parameters && objectSchema(tool.parameters),
  });
}

/** Parameters must be an object's schema; callers leave that out where there are none. */
function objectSchema(parameters: JsonObject): JsonObject {
  const schema = withoutDialect(parameters);
  const saysMore = ["type", "$ref", "anyOf", "oneOf", "allOf"].some((key) => key in schema);
  return saysMore ? schema : { type: "object", ...schema };
}

const OWN: Partial<Record<BuiltInTool["kind"], string>> = {
  web_search: "googleSearch",
  web_fetch: "urlContext",
  code_execution: "codeExecution",
};

/** Settings of others' tools that bound what they may do: leaving them out would widen that. */
const BOUNDS: ReadonlySet<string> = new Set([
  "allowed_domains",
  "blocked_domains",
  "filters",
  "file_ids",
]);

const NAMING: ReadonlySet<string> = new Set(["type", "name"]);

function renderBuiltIn(tool: BuiltInTool, losses: Losses): JsonObject {
  if (tool.format === "gemini") return tool.value;
  const own = OWN[tool.kind];
  const at = tool.at ?? "tools";
  if (own === undefined) {
    throw wrongValue(at, `Gemini has no tool like '${nameOf(tool)}'. Leave it out.`);
  }
  for (const [key, value] of Object.entries(tool.value)) {
    if (NAMING.has(key) || value === null) continue;
    if (BOUNDS.has(key) && !isEmpty(value)) {
      throw wrongValue(
        join(at, key),
        `Gemini's ${own} cannot be bound by '${key}' of '${nameOf(tool)}'. Leave one of them out.`,
      );
    }
    losses.dropped(join(at, key), `Gemini's ${own} has no '${key}'.`);
  }
  return { [own]: {} };
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function nameOf({ value, kind }: BuiltInTool): string {
  return String(value.type ?? value.name ?? Object.keys(value)[0] ?? kind);
}

function renderChoice(
  choice: ToolChoice | undefined,
  names: ToolNames,
  request: ChatRequest,
): JsonObject | undefined {
  switch (choice?.type) {
    case undefined:
      return undefined;
    case "auto":
      return { mode: "AUTO" };
    case "none":
      return { mode: "NONE" };
    case "required":
      return { mode: "ANY" };
    case "tool":
      return { mode: "ANY", allowedFunctionNames: [flatName(choice.name, names, request)] };
    case "allowed":
      return {
        mode: choice.mode === "required" ? "ANY" : "VALIDATED",
        allowedFunctionNames: choice.names.map((name) => flatName(name, names, request)),
      };
    case "foreign": {
      if (choice.format === "gemini") return choice.value;
      const field = callerField(request, "toolChoice");
      throw wrongValue(
        field,
        `Gemini cannot be made to use '${String(choice.value.type)}'. Use "auto" for '${field}'.`,
      );
    }
  }
}

/** A choice names a tool without its namespace. */
function flatName(name: string, names: ToolNames, { tools }: ChatRequest): string {
  const tool = tools?.find((one) => one.type === "function" && one.name === name);
  return names.flat(name, tool?.type === "function" ? tool.namespace : undefined);
}
