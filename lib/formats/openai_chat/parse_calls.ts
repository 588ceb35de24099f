/**
 * Reads tool calls: `tool_calls` of both kinds and the older `function_call`.
 *
 * @module
 */
import type { ToolCallPart } from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { type CallPlace, madeUpCallId } from "./call_ids.ts";
import { cacheMark } from "./parse_content.ts";
import { thoughtSignature } from "./reasoning_fields.ts";
import { requireObject, requireText, unknownMembers, wrongType } from "./wrong_value.ts";

/**
 * The calls in a provider's answer. Tolerant: an id that is missing is made up, arguments that came
 * as an object become text.
 */
export function answerCalls(message: JsonObject, place: Omit<CallPlace, "number">): ToolCallPart[] {
  const list = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  const older = objectAt(message, "function_call");
  // Some hosts send every field they know, empty.
  const isOlder = list.length === 0 && textAt(older, "name") !== null;
  const all: JsonObject[] = isOlder ? [{ function: older }] : list;
  return all.map((call, number) => {
    const custom = objectAt(call, "custom");
    const inner = custom ?? objectAt(call, "function");
    return defined({
      type: "tool_call" as const,
      id: textAt(call, "id") ?? madeUpCallId({ ...place, number }),
      name: textAt(inner, "name") ?? "",
      kind: custom === undefined ? "function" as const : "custom" as const,
      arguments: custom === undefined ? argumentsText(inner?.arguments) : textOf(inner?.input),
      proof: thoughtSignature(call),
    });
  });
}

/** The arguments of a function as text; never empty. */
export function argumentsText(value: unknown): string {
  const text = textOf(value);
  return text === "" ? "{}" : text;
}

/** Text as it is, anything else as JSON. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const KNOWN: ReadonlySet<string> = new Set([
  "id",
  "type",
  "index",
  "function",
  "custom",
  "cache_control",
  "extra_content",
]);

/**
 * The calls that a caller plays back. Throws `invalid_request`.
 *
 * @param at the message (`messages[3]`)
 */
export function playedBackCalls(message: JsonObject, at: string): ToolCallPart[] {
  const { tool_calls: calls } = message;
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw wrongType(`${at}.tool_calls`, "an array", calls);
  return calls.map((call: unknown, i) => {
    const where = `${at}.tool_calls[${i}]`;
    return playedBackCall(requireObject(call, where), where);
  });
}

function playedBackCall(call: JsonObject, at: string): ToolCallPart {
  const isCustom = call.type === "custom";
  const key = isCustom ? "custom" : "function";
  const inner = requireObject(call[key], `${at}.${key}`);
  const args = isCustom ? inner.input : inner.arguments;
  const isText = typeof args === "string" || args === undefined || args === null;
  if (!isText && !isObject(args)) throw wrongType(`${at}.${key}.arguments`, "a string", args);
  return defined({
    type: "tool_call" as const,
    id: requireText(call.id, `${at}.id`),
    name: requireText(inner.name, `${at}.${key}.name`),
    kind: isCustom ? "custom" as const : "function" as const,
    arguments: isCustom ? textOf(args) : argumentsText(args),
    cache: cacheMark(call),
    proof: thoughtSignature(call),
    at,
    extra: unknownMembers(call, KNOWN),
  });
}
