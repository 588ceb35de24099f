/**
 * Puts a stream of chat chunks together into the answer that a call without `stream` would have
 * given. For the log: one readable object instead of hundreds of fragments.
 *
 * @module
 */
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";
import { sseEvents } from "../sse/events.ts";

interface Choice {
  index: number;
  message: Record<string, unknown>;
  text: string | null;
  finishReason: string | null;
  tools: Map<number, Record<string, unknown>>;
  extra: Record<string, unknown>;
}

/** Delta members that come in fragments to be joined. */
const JOINED: ReadonlySet<string> = new Set([
  "content",
  "refusal",
  "reasoning",
  "reasoning_content",
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
  return { ...head, choices: [...choices.values()].map(renderChoice) };
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
      text: null,
      finishReason: null,
      tools: new Map(),
      extra: {},
    };
    choices.set(index, choice);
  }
  choice.finishReason = textAt(part, "finish_reason") ?? choice.finishReason;
  if (typeof part.text === "string") choice.text = (choice.text ?? "") + part.text;
  if (part.logprobs) addLogprobs(choice, part.logprobs);
  const delta = objectAt(part, "delta");
  if (delta !== undefined) addDelta(choice, delta);
}

function addDelta(choice: Choice, delta: JsonObject): void {
  for (const [key, value] of Object.entries(delta)) {
    if (key === "tool_calls" && Array.isArray(value)) {
      value.forEach((call, at) => isObject(call) && addToolCall(choice.tools, call, at));
    } else if (JOINED.has(key) && typeof value === "string") {
      const before = choice.message[key];
      choice.message[key] = (typeof before === "string" ? before : "") + value;
    } else if (Array.isArray(value)) {
      const before = choice.message[key];
      choice.message[key] = [...(Array.isArray(before) ? before : []), ...value];
    } else if (value !== null || !(key in choice.message)) {
      choice.message[key] = value;
    }
  }
}

/** Later fragments repeat neither id nor name, or repeat them empty: only text is appended. */
function addToolCall(
  tools: Map<number, Record<string, unknown>>,
  call: JsonObject,
  at: number,
): void {
  const index = typeof call.index === "number" ? call.index : at;
  const known = tools.get(index) ?? {};
  tools.set(index, known);
  for (const [key, value] of Object.entries(call)) {
    if (key === "index" || key === "function") continue;
    if (value !== null && value !== "") known[key] = value;
  }
  const part = objectAt(call, "function");
  if (part === undefined) return;
  const before = objectAt(known, "function");
  known.function = {
    ...before,
    ...part,
    name: textAt(part, "name") ?? textAt(before, "name") ?? "",
    arguments: (textAt(before, "arguments") ?? "") + (textAt(part, "arguments") ?? ""),
  };
}

function addLogprobs(choice: Choice, logprobs: unknown): void {
  if (!isObject(logprobs)) return;
  const merged: Record<string, unknown> = { ...objectAt(choice.extra, "logprobs") };
  for (const [key, value] of Object.entries(logprobs)) {
    const before = merged[key];
    merged[key] = Array.isArray(value)
      ? [...(Array.isArray(before) ? before : []), ...value]
      : value ?? before;
  }
  choice.extra.logprobs = merged;
}

function renderChoice(choice: Choice): JsonObject {
  const { index, message, text, finishReason, tools, extra } = choice;
  const body = text === null
    ? {
      message: {
        role: "assistant",
        ...message,
        ...(tools.size > 0 ? { tool_calls: [...tools.values()] } : {}),
      },
    }
    : { text };
  return { index, ...body, ...extra, finish_reason: finishReason };
}
