/**
 * Tools that take free text (OpenAI's `custom`), for formats that know functions only: each becomes
 * a function with one string, and its calls become free text again.
 *
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { CustomTool, FunctionTool } from "./request.ts";

/** The one argument of such a function. */
const ARGUMENT = "input";

/** The function that stands for a custom tool; a grammar is told in words. */
export function functionOfCustom(tool: CustomTool): FunctionTool {
  const { name, description, grammar, at } = tool;
  const rule = grammarText(grammar);
  const parameters: JsonObject = {
    type: "object",
    properties: {
      [ARGUMENT]: { type: "string", description: rule ?? "The tool's whole input as plain text." },
    },
    required: [ARGUMENT],
    additionalProperties: false,
  };
  return {
    type: "function",
    name,
    parameters,
    ...(description === undefined ? {} : { description }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Whether the tool's text is bound by a grammar, which a function cannot enforce. */
export function hasGrammar({ grammar }: CustomTool): boolean {
  return grammarText(grammar) !== undefined;
}

/** Free text as the arguments of the function that stands for the tool. */
export function wrapCustomInput(text: string): string {
  return JSON.stringify({ [ARGUMENT]: text });
}

/** The free text inside a function's arguments; arguments of another shape as they are. */
export function unwrapCustomInput(args: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(args);
  } catch {
    return args; // cut off, or written as free text after all: the tool judges it
  }
  if (typeof parsed !== "object" || parsed === null || !(ARGUMENT in parsed)) return args;
  const text: unknown = parsed[ARGUMENT];
  return typeof text === "string" ? text : args;
}

/** `{type: "grammar", syntax, definition}`, or the same one level deeper as OpenAI chat has it. */
function grammarText(grammar: JsonObject | undefined): string | undefined {
  if (grammar === undefined || grammar.type !== "grammar") return undefined;
  const inner = typeof grammar.grammar === "object" && grammar.grammar !== null
    ? new Map<string, unknown>(Object.entries(grammar.grammar))
    : new Map(Object.entries(grammar));
  const syntax = String(inner.get("syntax") ?? "grammar");
  return `The tool's whole input as plain text. It must follow this ${syntax} grammar:\n` +
    String(inner.get("definition") ?? "");
}
