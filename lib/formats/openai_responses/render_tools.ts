/**
 * Writes `tools` and `tool_choice`.
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
import { wrongValue } from "../openai_chat/wrong_value.ts";
import { OWN } from "./own_members.ts";
import { noteCacheMark } from "./render_content.ts";
import type { Rendering } from "./rendering.ts";

/** The tools; those of one namespace together. Throws `invalid_request` for tools of others. */
export function renderTools(tools: readonly Tool[], r: Rendering): JsonObject[] {
  const rendered: JsonObject[] = [];
  let space: { readonly name: string; readonly tools: JsonObject[] } | null = null;
  tools.forEach((tool, i) => {
    const at = tool.at ?? `tools[${i}]`;
    if (tool.type === "built_in") {
      rendered.push(renderBuiltIn(tool, at, r));
      space = null;
      return;
    }
    const { namespace: about, ...own } = r.losses.own(tool.extra, at);
    const one = tool.type === "custom"
      ? renderCustom(tool, own, r)
      : renderFunction(tool, own, at, r);
    if (tool.namespace === undefined || !r.isOwn) {
      rendered.push(one);
      space = null;
      return;
    }
    if (space?.name !== tool.namespace) {
      space = { name: tool.namespace, tools: [] };
      // OpenAI wants a description, be it empty.
      const said = isObject(about) ? about : { description: "" };
      rendered.push({ type: "namespace", ...space, ...said });
    }
    space.tools.push(one);
  });
  return rendered;
}

/**
 * `strict` is always said for callers of other formats: absent means true here and false there, and
 * OpenAI would make every parameter required.
 */
function renderFunction(tool: FunctionTool, own: JsonObject, at: string, r: Rendering): JsonObject {
  if (tool.cache !== undefined) noteCacheMark(at, r.losses);
  return defined({
    type: "function",
    name: r.toolName(tool.name, tool.namespace),
    description: tool.description,
    parameters: tool.parameters ?? (r.isOwn ? null : { type: "object", properties: {} }),
    strict: tool.strict ?? (r.isOwn ? undefined : false),
    ...own,
  });
}

function renderCustom(tool: CustomTool, own: JsonObject, r: Rendering): JsonObject {
  return defined({
    type: "custom",
    name: r.toolName(tool.name, tool.namespace),
    description: tool.description,
    format: flatGrammar(tool.grammar),
    ...own,
  });
}

/** OpenAI chat has syntax and definition one level deeper. */
function flatGrammar(grammar: JsonObject | undefined): JsonObject | undefined {
  const inner = grammar?.grammar;
  return grammar !== undefined && isObject(inner) ? { type: grammar.type, ...inner } : grammar;
}

function renderBuiltIn(tool: BuiltInTool, at: string, r: Rendering): JsonObject {
  if (tool.format === OWN) return tool.value;
  if (tool.kind === "web_search") return renderWebSearch(tool.value, at, r);
  if (tool.kind === "code_execution") {
    return { type: "code_interpreter", container: { type: "auto" } };
  }
  const name = String(tool.value.type ?? tool.value.name ?? tool.kind);
  throw wrongValue(at, `Cannot send '${at}': OpenAI has no built-in tool like '${name}'.`);
}

/** Anthropic's and OpenAI chat's settings that this tool has too. */
function renderWebSearch(value: JsonObject, at: string, r: Rendering): JsonObject {
  const options = isObject(value.web_search_options) ? value.web_search_options : value;
  const { allowed_domains, blocked_domains, user_location, search_context_size } = options;
  if (Array.isArray(blocked_domains) && blocked_domains.length > 0) {
    const field = `${at}.blocked_domains`;
    throw wrongValue(field, `Cannot send '${field}': OpenAI's search can allow domains only.`);
  }
  if (options.max_uses !== undefined) {
    r.losses.dropped(`${at}.max_uses`, "OpenAI's web search has no limit of uses.");
  }
  const place = isObject(user_location) && isObject(user_location.approximate)
    ? { type: "approximate", ...user_location.approximate }
    : user_location;
  return defined({
    type: "web_search",
    filters: Array.isArray(allowed_domains) ? { allowed_domains } : undefined,
    user_location: isObject(place) ? place : undefined,
    search_context_size: typeof search_context_size === "string" ? search_context_size : undefined,
  });
}

/** Which tool is to be called. Throws `invalid_request` for a choice only another format has. */
export function renderToolChoice(choice: ToolChoice, r: Rendering): unknown {
  switch (choice.type) {
    case "tool":
      return { type: choice.kind, name: r.toolName(choice.name) };
    case "allowed": {
      const tools = choice.names.map((name) => ({
        type: isCustom(name, r) ? "custom" : "function",
        name: r.toolName(name),
      }));
      return { type: "allowed_tools", mode: choice.mode, tools };
    }
    case "foreign":
      if (choice.format === OWN) return choice.value;
      throw wrongValue(
        "tool_choice",
        `Cannot send 'tool_choice': OpenAI has no choice like '${String(choice.value.type)}'.`,
      );
    default:
      return choice.type;
  }
}

function isCustom(name: string, { request }: Rendering): boolean {
  return request.tools?.some((tool) => tool.type === "custom" && tool.name === name) === true;
}
