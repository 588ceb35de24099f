/**
 * Reads the messages of a chat request, the older `function` role included.
 *
 * @module
 */
import type {
  CacheMark,
  Part,
  ToolCallPart,
  ToolResultPart,
} from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { readAnnotations } from "./annotations.ts";
import { assistantParts } from "./assistant_parts.ts";
import { argumentsText, playedBackCalls } from "./parse_calls.ts";
import { cacheMark, parseContent, parseContentPart } from "./parse_content.ts";
import { readPlayedBackReasoning, reasoningField, reasoningText } from "./reasoning_fields.ts";
import {
  optionalObject,
  optionalText,
  requireText,
  unknownMembers,
  wrongValue,
} from "./wrong_value.ts";

/** What is known of calls further up in the conversation. */
class EarlierCalls {
  readonly #byId = new Map<string, ToolCallPart>();
  /** Calls of the older kind, which have no ids: results name the function. */
  readonly #unanswered: ToolCallPart[] = [];

  add(call: ToolCallPart): void {
    this.#byId.set(call.id, call);
  }

  addOlder(call: ToolCallPart): void {
    this.add(call);
    this.#unanswered.push(call);
  }

  byId(id: string): ToolCallPart | undefined {
    return this.#byId.get(id);
  }

  takeOlder(name: string): ToolCallPart | undefined {
    const at = this.#unanswered.findIndex((call) => call.name === name);
    return at < 0 ? undefined : this.#unanswered.splice(at, 1)[0];
  }
}

/**
 * The messages in their order.
 *
 * Throws `invalid_request` naming the field (`messages[2].tool_call_id`).
 */
export function parseMessages(messages: readonly unknown[]): Message[] {
  const calls = new EarlierCalls();
  return messages.filter(isObject).map((message, i) => {
    const at = `messages[${i}]`;
    const role = requireText(message.role, `${at}.role`);
    switch (role) {
      case "system":
      case "developer":
      case "user":
        return withRest(message, at, {
          role,
          parts: parseContent(message.content, `${at}.content`),
        });
      case "assistant":
        return parseAssistant(message, at, i, calls);
      case "tool":
        return parseToolResult(message, at, calls);
      case "function":
        return parseFunctionResult(message, at, i, calls);
      default:
        throw wrongValue(
          `${at}.role`,
          `Invalid '${at}.role': expected "system", "developer", "user", "assistant" or "tool", ` +
            `but got "${role}".`,
        );
    }
  });
}

const KNOWN: ReadonlySet<string> = new Set([
  "role",
  "content",
  "name",
  "refusal",
  "audio",
  "images",
  "annotations",
  "tool_calls",
  "tool_call_id",
  "function_call",
  "reasoning",
  "reasoning_content",
  "reasoning_details",
  "extra_content",
]);
const KNOWN_WITH_MARK: ReadonlySet<string> = new Set([...KNOWN, "cache_control"]);

function withRest(message: JsonObject, at: string, read: Pick<Message, "role" | "parts">): Message {
  const cache = cacheMark(message);
  const marked = cache === undefined ? null : markedAtEnd(read.parts, cache);
  return defined({
    ...read,
    parts: marked ?? read.parts,
    name: optionalText(message.name, `${at}.name`),
    at,
    extra: unknownMembers(message, marked === null ? KNOWN : KNOWN_WITH_MARK),
  });
}

/**
 * The AI SDK marks whole messages, Anthropic the last block that is to be cached. Null where nothing
 * can bear the mark.
 */
function markedAtEnd(parts: readonly Part[], cache: CacheMark): readonly Part[] | null {
  const last = parts.at(-1);
  switch (last?.type) {
    case "text":
    case "image":
    case "file":
    case "tool_call":
      return [...parts.slice(0, -1), { ...last, cache: last.cache ?? cache }];
    default:
      return null;
  }
}

function parseAssistant(
  message: JsonObject,
  at: string,
  i: number,
  earlier: EarlierCalls,
): Message {
  const calls = playedBackCalls(message, at);
  for (const call of calls) earlier.add(call);
  const older = optionalObject(message.function_call, `${at}.function_call`);
  if (older !== undefined && calls.length === 0) {
    const call: ToolCallPart = {
      type: "tool_call",
      id: `call_message_${i}`,
      name: requireText(older.name, `${at}.function_call.name`),
      kind: "function",
      arguments: argumentsText(older.arguments),
      at: `${at}.function_call`,
    };
    calls.push(call);
    earlier.addOlder(call);
  }
  if (typeof message.content !== "string") requireContentTypes(message.content, `${at}.content`);
  const parts = assistantParts(message, {
    reasoning: readPlayedBackReasoning(message),
    readOther: (part, index) => parseContentPart(part, `${at}.content[${index}]`),
    calls,
    citations: readAnnotations(message.annotations),
    at,
  });
  const written = withRest(message, at, { role: "assistant", parts });
  const field = reasoningField(message);
  if (reasoningText(message) === null || field === "reasoning_content") return written;
  return {
    ...written,
    bookkeeping: { format: "openai_chat", fields: { reasoning_field: field } },
  };
}

/** Answers are read tolerantly by the same code; what a caller writes must have the right types. */
function requireContentTypes(content: unknown, at: string): void {
  const isKnown = (part: unknown) =>
    isObject(part) && (part.type === "thinking" || part.type === "refusal");
  parseContent(
    Array.isArray(content) ? content.filter((part) => !isKnown(part)) : content,
    at,
  );
}

function parseToolResult(message: JsonObject, at: string, earlier: EarlierCalls): Message {
  const callId = requireText(message.tool_call_id, `${at}.tool_call_id`);
  const call = earlier.byId(callId);
  const { name, extra, ...rest } = withRest(message, at, { role: "tool", parts: [] });
  const { cache_control: _, ...fields } = extra?.fields ?? {};
  const result: ToolResultPart = defined({
    type: "tool_result" as const,
    callId,
    name: name ?? call?.name ?? null,
    kind: call?.kind ?? "function" as const,
    content: parseContent(message.content, `${at}.content`),
    isError: false,
    cache: cacheMark(message),
    at,
    extra: Object.keys(fields).length === 0
      ? undefined
      : { format: "openai_chat" as const, fields },
  });
  return { ...rest, parts: [result] };
}

function parseFunctionResult(
  message: JsonObject,
  at: string,
  i: number,
  earlier: EarlierCalls,
): Message {
  const name = requireText(message.name, `${at}.name`);
  const result: Part = {
    type: "tool_result",
    callId: earlier.takeOlder(name)?.id ?? `call_message_${i}`,
    name,
    kind: "function",
    content: parseContent(message.content, `${at}.content`),
    isError: false,
    at,
  };
  return { role: "tool", parts: [result], at };
}
