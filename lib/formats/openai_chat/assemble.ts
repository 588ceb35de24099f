/**
 * Puts a stream of chat chunks together into the answer that a call without `stream` would have
 * given. For the log: one readable object instead of hundreds of fragments.
 *
 * @module
 */
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { sseEvents } from "../sse/events.ts";
import { appendPart } from "./content_parts.ts";
import { ToolCalls } from "./tool_calls.ts";

interface Choice {
  readonly index: number;
  readonly message: Record<string, unknown>;
  readonly logprobs: Record<string, unknown>;
  readonly tools: ToolCalls;
  text: string | null;
  finishReason: string | null;
}

/** Delta members that come in fragments to be joined. */
const JOINED: ReadonlySet<string> = new Set([
  "content",
  "refusal",
  "reasoning",
  "reasoning_content",
]);
/** Delta members that are objects, with the members of theirs that come in fragments. */
const JOINED_INSIDE: ReadonlyMap<string, readonly string[]> = new Map([
  ["function_call", ["arguments"]],
  ["audio", ["data", "transcript"]],
]);

/** The assembled answer, undefined when the text holds no chunk of a chat or completion. */
export function assembleStream(text: string): JsonObject | undefined {
  const head: Record<string, unknown> = {};
  const choices = new Map<number, Choice>();
  for (const { data } of sseEvents(text)) {
    const chunk = parseJson(data);
    if (!isObject(chunk)) continue;
    for (const [key, value] of Object.entries(chunk)) {
      if (key === "choices" || (value === null && key in head)) continue;
      head[key] = key === "object" ? wholeName(value) : value;
    }
    for (const part of Array.isArray(chunk.choices) ? chunk.choices : []) {
      if (isObject(part)) addPart(choices, part);
    }
  }
  if (Object.keys(head).length === 0 && choices.size === 0) return undefined;
  const ordered = [...choices.values()].sort((a, b) => a.index - b.index);
  return { ...head, choices: ordered.map(renderChoice) };
}

function wholeName(name: unknown): unknown {
  return typeof name === "string" ? name.replace(/\.chunk$/, "") : name;
}

function addPart(choices: Map<number, Choice>, part: JsonObject): void {
  const index = typeof part.index === "number" ? part.index : 0;
  let choice = choices.get(index);
  if (choice === undefined) {
    choice = {
      index,
      message: {},
      logprobs: {},
      tools: new ToolCalls(),
      text: null,
      finishReason: null,
    };
    choices.set(index, choice);
  }
  choice.finishReason = textAt(part, "finish_reason") ?? choice.finishReason;
  if (typeof part.text === "string") choice.text = (choice.text ?? "") + part.text;
  const logprobs = objectAt(part, "logprobs");
  if (logprobs !== undefined) addLogprobs(choice.logprobs, logprobs);
  const delta = objectAt(part, "delta");
  if (delta !== undefined) addDelta(choice, delta);
}

function addDelta({ message, tools }: Choice, delta: JsonObject): void {
  for (const [key, value] of Object.entries(delta)) {
    if (key === "tool_calls" && Array.isArray(value)) {
      for (const call of value) if (isObject(call)) tools.add(call);
    } else if (JOINED.has(key) && typeof value === "string") {
      message[key] = withText(message[key], value);
    } else if (Array.isArray(value)) {
      message[key] = withParts(message[key], value);
    } else if (JOINED_INSIDE.has(key) && isObject(value)) {
      message[key] = withFragments(objectAt(message, key), value, JOINED_INSIDE.get(key) ?? []);
    } else if (value !== null || !(key in message)) {
      message[key] = value;
    }
  }
}

function withText(before: unknown, text: string): unknown {
  if (!Array.isArray(before)) return (typeof before === "string" ? before : "") + text;
  if (text !== "") appendPart(before, { type: "text", text });
  return before;
}

/** Lists in a message are made here and nowhere else, so that they may grow in place. */
function withParts(before: unknown, parts: readonly unknown[]): unknown[] {
  const list: unknown[] = Array.isArray(before) ? before : [];
  if (typeof before === "string" && before !== "") list.push({ type: "text", text: before });
  for (const part of parts) appendPart(list, part);
  return list;
}

function withFragments(
  before: JsonObject | undefined,
  part: JsonObject,
  joined: readonly string[],
): JsonObject {
  const out: Record<string, unknown> = { ...before, ...part };
  for (const key of joined) {
    const text = (textAt(before, key) ?? "") + (textAt(part, key) ?? "");
    if (text !== "") out[key] = text;
  }
  return out;
}

function addLogprobs(merged: Record<string, unknown>, logprobs: JsonObject): void {
  for (const [key, value] of Object.entries(logprobs)) {
    const before = merged[key];
    if (!Array.isArray(value)) merged[key] = value ?? before ?? null;
    else if (Array.isArray(before)) { for (const item of value) before.push(item); }
    else merged[key] = [...value];
  }
}

function renderChoice({ index, message, text, finishReason, tools, logprobs }: Choice): JsonObject {
  const calls = tools.all.length > 0 ? { tool_calls: tools.all } : {};
  const body = text === null ? { message: { role: "assistant", ...message, ...calls } } : { text };
  return {
    index,
    ...body,
    ...(Object.keys(logprobs).length > 0 ? { logprobs } : {}),
    finish_reason: finishReason,
  };
}
