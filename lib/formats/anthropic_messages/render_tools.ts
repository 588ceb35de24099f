/**
 * `tools` and `tool_choice` of a request.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import { functionOfCustom, hasGrammar } from "../../domain/conversation/custom_tools.ts";
import type {
  BuiltInTool,
  FunctionTool,
  Tool,
  ToolChoice,
} from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { writeMark } from "./cache_mark.ts";
import { impossible } from "./losses.ts";
import { adaptSchema } from "./output_schema.ts";
import type { Rendering } from "./rendering.ts";
import { toolSchema } from "./tool_schema.ts";
import { webSearchTool } from "./web_search_tool.ts";

/** More strict tools than this are refused (Anthropic, "Structured outputs: limits"). */
const MAX_STRICT_TOOLS = 20;

/** The members `tools` and `tool_choice`, each only where there is something to say. */
export function renderTools(rendering: Rendering): JsonObject {
  const { request } = rendering;
  const chosen = allowedTools(rendering);
  const strict = strictTools(chosen, rendering);
  const tools = chosen.map((tool) => toolOf(tool, strict, rendering));
  if (tools.length === 0) return toolsOfHistory(rendering);
  const choice = choiceOf(rendering);
  return {
    tools,
    ...(choice === undefined && request.parallelToolCalls !== false ? {} : {
      tool_choice: withParallel(choice ?? { type: "auto" }, request.parallelToolCalls),
    }),
  };
}

/** Whether the model must call a tool, which goes badly with thinking. */
export function isForced(choice: ToolChoice | undefined): boolean {
  return choice?.type === "required" || choice?.type === "tool" ||
    (choice?.type === "allowed" && choice.mode === "required");
}

/** Anthropic cannot narrow the choice: the others are not sent. */
function allowedTools({ request, losses }: Rendering): readonly Tool[] {
  const tools = request.tools ?? [];
  const choice = request.toolChoice;
  if (choice?.type !== "allowed") return tools;
  losses.adapted(
    callerField(request, "toolChoice"),
    "Anthropic cannot choose among some tools; only the allowed ones are sent.",
  );
  return tools.filter((tool) => tool.type === "built_in" || choice.names.includes(tool.name));
}

function toolOf(tool: Tool, strict: ReadonlySet<Tool>, rendering: Rendering): JsonObject {
  const { losses } = rendering;
  switch (tool.type) {
    case "function":
      return functionOf(tool, strict.has(tool), rendering);
    case "custom": {
      const at = tool.at ?? "tools";
      if (hasGrammar(tool)) {
        losses.adapted(at, "Anthropic binds no tool to a grammar; it is told in words.");
      }
      losses.extra(tool.extra, at);
      const { namespace } = tool;
      const made = functionOfCustom(tool);
      return functionOf(
        { ...made, ...(namespace === undefined ? {} : { namespace }) },
        false,
        rendering,
      );
    }
    case "built_in":
      return builtIn(tool, rendering);
  }
}

function functionOf(tool: FunctionTool, isStrict: boolean, rendering: Rendering): JsonObject {
  const { names, losses } = rendering;
  const at = tool.at ?? "tools";
  const { schema, isLoosened } = toolSchema(tool.parameters);
  if (isLoosened) {
    losses.adapted(
      `${at}.parameters`,
      "Anthropic wants an object without alternatives at a schema's root; it is loosened.",
    );
  }
  if (tool.strict === true && !isStrict) {
    losses.adapted(
      `${at}.strict`,
      "Anthropic cannot hold the model to this schema; it is told it.",
    );
  }
  return {
    name: names.flat(tool.name, tool.namespace),
    ...(tool.description === undefined ? {} : { description: tool.description }),
    input_schema: schema,
    ...(isStrict ? { strict: true } : tool.strict === false ? { strict: false } : {}),
    ...writeMark(tool.cache),
    ...losses.extra(tool.extra, tool.at),
  };
}

/** Strict tools whose schema Anthropic takes as it is; a native caller knows what it does. */
function strictTools(tools: readonly Tool[], { request, traits }: Rendering): ReadonlySet<Tool> {
  const asked = tools.filter((tool) => tool.type === "function" && tool.strict === true);
  if (request.format === "anthropic_messages") return new Set(asked);
  if (!traits.hasStructuredOutput || asked.length > MAX_STRICT_TOOLS) return new Set();
  return new Set(asked.filter((tool) => {
    if (tool.type !== "function") return false;
    const before = toolSchema(tool.parameters).schema;
    return JSON.stringify(adaptSchema(before).schema) === JSON.stringify(before);
  }));
}

function builtIn(tool: BuiltInTool, { losses }: Rendering): JsonObject {
  if (tool.format === "anthropic_messages") return tool.value;
  const converted = tool.kind === "web_search" ? webSearchTool(tool, losses) : null;
  if (converted !== null) return converted;
  const name = String(tool.value.type ?? Object.keys(tool.value)[0] ?? "built-in");
  throw impossible(
    tool.at ?? "tools",
    `Cannot offer the built-in tool '${name}' to an Anthropic model: Anthropic has no such tool. ` +
      `Leave it out, or choose a model of a provider that has it.`,
  );
}

function choiceOf({ request, names }: Rendering): JsonObject | undefined {
  const choice = request.toolChoice;
  switch (choice?.type) {
    case undefined:
      return undefined;
    case "auto":
    case "none":
      return { type: choice.type };
    case "required":
      return { type: "any" };
    case "allowed":
      return { type: choice.mode === "required" ? "any" : "auto" };
    case "tool":
      return {
        type: "tool",
        name: names.flat(choice.name, namespaceOf(choice.name, request.tools)),
      };
    case "foreign": {
      if (choice.format === "anthropic_messages") return choice.value;
      const field = callerField(request, "toolChoice");
      throw impossible(
        field,
        `Cannot keep '${field}' for an Anthropic model: it knows auto, required, none and the ` +
          `name of a function.`,
      );
    }
  }
}

/** A choice names no namespace: it means the one tool of that name. */
function namespaceOf(name: string, tools: readonly Tool[] = []): string | undefined {
  const named = tools.filter((tool) => tool.type !== "built_in").filter((t) => t.name === name);
  return named.some((tool) => tool.namespace === undefined) ? undefined : named[0]?.namespace;
}

function withParallel(choice: JsonObject, parallel: boolean | undefined): JsonObject {
  if (parallel === undefined || choice.type === "none") return choice;
  return { ...choice, disable_parallel_tool_use: !parallel };
}

/** Calls in the conversation need a definition even where no tool may be called any more. */
function toolsOfHistory({ request, names, losses }: Rendering): JsonObject {
  if (isForced(request.toolChoice)) {
    const field = callerField(request, "toolChoice");
    throw impossible(field, `Cannot force a tool call: the request defines no tool to call.`);
  }
  const called = new Set(
    request.messages.flatMap(({ parts }) => parts)
      .filter((part) => part.type === "tool_call")
      .map((part) => names.flat(part.name, part.namespace)),
  );
  if (called.size === 0) return {};
  losses.adapted(
    callerField(request, "tools"),
    "Anthropic wants tools defined that were called before; they are, and may not be called.",
  );
  return {
    tools: [...called].map((name) => ({ name, input_schema: { type: "object" } })),
    tool_choice: { type: "none" },
  };
}
