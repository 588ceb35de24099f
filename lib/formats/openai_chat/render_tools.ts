/**
 * Writes tools and which of them may or must be called.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import { functionOfCustom, hasGrammar } from "../../domain/conversation/custom_tools.ts";
import type {
  BuiltInTool,
  CustomTool,
  FunctionTool,
  Tool,
  ToolChoice,
} from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, objectAt } from "../json/guards.ts";
import { cacheMember } from "./render_content.ts";
import type { Rendering } from "./rendering.ts";
import { wrongValue } from "./wrong_value.ts";

/**
 * The request's members that tell of tools.
 *
 * Throws `invalid_request` for a tool of another provider that cannot be left out, and for a choice
 * that chat cannot express.
 */
export function renderTools(rendering: Rendering): JsonObject {
  const { request } = rendering;
  const offered = offeredTools(rendering);
  const members: Record<string, unknown> = {};
  const tools: JsonObject[] = [];
  for (const tool of offered) {
    if (tool.type !== "built_in") tools.push(renderTool(tool, rendering));
    else if (tool.format !== "openai_chat") Object.assign(members, foreignSearch(tool, rendering));
    else if (isObject(tool.value.web_search_options)) Object.assign(members, tool.value);
    else tools.push(tool.value);
  }
  if (tools.length > 0) members.tools = tools;
  const choice = renderChoice(request.toolChoice, tools.length > 0, rendering);
  if (choice !== undefined) members.tool_choice = choice;
  if (request.parallelToolCalls !== undefined && (tools.length > 0 || rendering.isOwn)) {
    members.parallel_tool_calls = request.parallelToolCalls;
  }
  return members;
}

/**
 * All tools, or only those that may be called: "allowed tools" is OpenAI's own, while every provider
 * understands a shorter list.
 */
function offeredTools({ request, isOwn }: Rendering): readonly Tool[] {
  const { tools = [], toolChoice } = request;
  if (isOwn || toolChoice?.type !== "allowed") return tools;
  return tools.filter((tool) => tool.type === "built_in" || toolChoice.names.includes(tool.name));
}

function renderTool(tool: FunctionTool | CustomTool, rendering: Rendering): JsonObject {
  if (tool.type === "function") return renderFunction(tool, rendering);
  if (rendering.target.quirks.noCustomTools !== true) return renderCustom(tool, rendering);
  if (hasGrammar(tool)) {
    rendering.losses.adapted(
      tool.at ?? callerField(rendering.request, "tools"),
      "The tool's grammar is told in words: this provider knows functions only.",
    );
  }
  return renderFunction(functionOfCustom(tool), rendering);
}

function renderFunction(tool: FunctionTool, rendering: Rendering): JsonObject {
  const { name, namespace, description, parameters, strict } = tool;
  const fields = rendering.losses.own(tool.extra, tool.at);
  return {
    type: "function",
    ...fields,
    function: {
      ...objectAt(fields, "function"),
      ...defined({
        name: rendering.names.flat(name, namespace),
        description,
        parameters,
        strict,
      }),
    },
    ...cacheMember(tool, rendering),
  };
}

function renderCustom(tool: CustomTool, rendering: Rendering): JsonObject {
  const { name, namespace, description, grammar } = tool;
  const fields = rendering.losses.own(tool.extra, tool.at);
  return {
    type: "custom",
    ...fields,
    custom: {
      ...objectAt(fields, "custom"),
      ...defined({
        name: rendering.names.flat(name, namespace),
        description,
        format: grammar === undefined ? undefined : nestedGrammar(grammar),
      }),
    },
  };
}

/** The inverse of the flat form that everybody else has. */
function nestedGrammar(grammar: JsonObject): JsonObject {
  if (grammar.type !== "grammar" || isObject(grammar.grammar)) return grammar;
  const { type, ...rest } = grammar;
  return { type, grammar: rest };
}

/** Models that search before they answer (OpenAI "search preview"). */
const SEARCHES = /search/;

/**
 * Another format's built-in tool. A search that was merely offered beside other tools can be left out:
 * the model may answer without; everything else was asked for.
 */
function foreignSearch(tool: BuiltInTool, rendering: Rendering): JsonObject {
  const { request, target, losses } = rendering;
  const isSearch = tool.kind === "web_search" || tool.kind === "web_fetch";
  const { user_location: location, search_context_size: size } = tool.value;
  if (tool.kind === "web_search" && SEARCHES.test(target.model)) {
    return {
      web_search_options: defined({
        user_location: nestedLocation(location),
        search_context_size: size,
      }),
    };
  }
  const field = tool.at ?? callerField(request, "tools");
  const hasOthers = request.tools?.some((one) => one.type !== "built_in") === true;
  if (isSearch && hasOthers && request.toolChoice?.type !== "foreign") {
    losses.dropped(field, "This provider has no web search: the model answers without it.");
    return {};
  }
  const name = String(tool.value.type ?? Object.keys(tool.value)[0] ?? tool.kind);
  throw wrongValue(
    field,
    `Cannot use the tool '${name}': this provider does not run it. Choose a model of a provider that ` +
      "does, or define a function.",
  );
}

/** Responses has the place's members beside `type`, chat one level deeper. */
function nestedLocation(location: unknown): JsonObject | undefined {
  if (!isObject(location)) return undefined;
  const { type: _, approximate, ...place } = location;
  return { type: "approximate", approximate: isObject(approximate) ? approximate : place };
}

function renderChoice(
  choice: ToolChoice | undefined,
  hasTools: boolean,
  rendering: Rendering,
): unknown {
  const { request, isOwn, names, target } = rendering;
  if (choice === undefined) return undefined;
  const kindOf = (name: string): "function" | "custom" => {
    const tool = request.tools?.find((one) => one.type !== "built_in" && one.name === name);
    return tool?.type === "custom" && target.quirks.noCustomTools !== true ? "custom" : "function";
  };
  // A tool may be named without its namespace.
  const flat = (name: string): string => {
    const tool = request.tools?.find((one) => one.type !== "built_in" && one.name === name);
    return names.flat(name, tool?.type === "built_in" ? undefined : tool?.namespace);
  };
  switch (choice.type) {
    case "auto":
    case "none":
    case "required":
      // Without tools these two say what happens anyway, and OpenAI refuses them.
      return hasTools || isOwn || choice.type === "required" ? choice.type : undefined;
    case "tool": {
      const kind = choice.kind === "custom" && target.quirks.noCustomTools !== true
        ? "custom"
        : "function";
      return { type: kind, [kind]: { name: flat(choice.name) } };
    }
    case "allowed": {
      if (!isOwn) return hasTools ? choice.mode : undefined;
      const tools = choice.names.map((name) => {
        const kind = kindOf(name);
        return { type: kind, [kind]: { name: flat(name) } };
      });
      return { type: "allowed_tools", allowed_tools: { mode: choice.mode, tools } };
    }
    case "foreign": {
      if (choice.format === "openai_chat") return choice.value;
      const field = callerField(request, "toolChoice");
      throw wrongValue(
        field,
        `Cannot use '${field}' as given: this provider cannot be made to call that tool. Use one of ` +
          "your functions, or leave the choice to the model.",
      );
    }
  }
}
