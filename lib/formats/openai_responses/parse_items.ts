/**
 * Reads a request's `input`: items of one conversation in their order. Adjacent items of the model's
 * side (reasoning, messages, calls) make one assistant message, adjacent tool outputs one tool message.
 *
 * @module
 */
import type { Part, ToolResultPart } from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import {
  optionalText,
  requireObject,
  requireText,
  wrongType,
  wrongValue,
} from "../openai_chat/wrong_value.ts";
import { AssistantTurn } from "./assistant_turn.ts";
import { readReasoning, reasoningNotes } from "./carried_reasoning.ts";
import { parseGeneratedImage } from "./generated_image.ts";
import { OWN, ownExtra, unknownMembers } from "./own_members.ts";
import { itemExtra, parseContent } from "./parse_content.ts";

/**
 * The messages of an input.
 *
 * Throws `invalid_request` naming the item; also for an `item_reference`, which must have been
 * replaced by its item before.
 */
export function parseInput(input: unknown): Message[] {
  if (typeof input === "string") {
    return [{ role: "user", parts: [{ type: "text", text: input, at: "input" }], at: "input" }];
  }
  if (!Array.isArray(input)) throw wrongType("input", "a string or an array of items", input);
  const reader = new ItemReader();
  input.forEach((item: unknown, i) => {
    const at = `input[${i}]`;
    reader.add(requireObject(item, at), at);
  });
  return reader.messages;
}

class ItemReader {
  readonly #messages: Message[] = [];
  readonly #toolNames = new Map<string, string>();
  #turn: AssistantTurn | null = null;
  #results: ToolResultPart[] = [];

  get messages(): Message[] {
    this.#close();
    return this.#messages;
  }

  add(item: JsonObject, at: string): void {
    const type = optionalText(item.type, `${at}.type`) ??
      (typeof item.role === "string" ? "message" : "item_reference");
    switch (type) {
      case "message":
        return this.#message(item, at);
      case "reasoning": {
        const { parts, loose } = readReasoning(item);
        const shown = parts.length === 0 && loose === null
          ? [{ type: "reasoning" as const, text: "", isSummary: true }]
          : parts;
        const bookkeeping = shown.length === 1 ? reasoningNotes(item) : undefined;
        for (const part of shown) this.#assistant().add(defined({ ...part, at, bookkeeping }));
        if (loose !== null) this.#assistant().prove(loose);
        return;
      }
      case "function_call":
      case "custom_tool_call":
        return this.#call(item, at, type === "custom_tool_call");
      case "function_call_output":
      case "custom_tool_call_output":
        return this.#result(item, at, type === "custom_tool_call_output");
      case "item_reference":
        throw wrongValue(
          at,
          `Cannot resolve '${at}': it refers to the item '${
            String(item.id)
          }', which is not stored ` +
            "here. Send the item itself.",
        );
      default:
        return this.#other(item, at, type);
    }
  }

  #message(item: JsonObject, at: string): void {
    const role = requireText(item.role, `${at}.role`);
    if (role === "assistant") return this.#ownMessage(item, at);
    const known = ROLES.find((one) => one === role);
    if (known === undefined) {
      const roles = "'user', 'assistant', 'system' or 'developer'";
      throw wrongValue(`${at}.role`, `Invalid '${at}.role': expected ${roles}, but got '${role}'.`);
    }
    this.#close();
    this.#messages.push(defined({
      role: known,
      parts: parseContent(item.content, `${at}.content`),
      at,
      extra: unknownMembers(item, MESSAGE),
      bookkeeping: ownExtra({ id: item.id, status: item.status }),
    }));
  }

  #ownMessage(item: JsonObject, at: string): void {
    const parts = ownContent(item.content, `${at}.content`);
    const notes = ownExtra({ id: item.id, status: item.status })?.fields;
    const extra = itemExtra(item, MESSAGE);
    parts.forEach((part, i) => {
      if (i > 0) return this.#assistant().add(part);
      const fields = { ...part.extra?.fields, ...extra?.fields };
      // A message of its own must not flow into the one before it.
      const isSecond = this.#turn?.endsInMessage === true;
      const bookkeeping = notes === undefined && !isSecond
        ? undefined
        : ownExtra({ item: notes ?? {} });
      const more = defined({ extra: ownExtra(fields), bookkeeping });
      this.#assistant().add({ ...part, ...more });
    });
  }

  #call(item: JsonObject, at: string, isCustom: boolean): void {
    const id = requireText(item.call_id, `${at}.call_id`);
    const name = requireText(item.name, `${at}.name`);
    this.#toolNames.set(id, name);
    const field = isCustom ? "input" : "arguments";
    const text = requireText(item[field], `${at}.${field}`);
    this.#assistant().add(defined({
      type: "tool_call" as const,
      id,
      name,
      namespace: optionalText(item.namespace, `${at}.namespace`),
      kind: isCustom ? "custom" as const : "function" as const,
      arguments: text === "" && !isCustom ? "{}" : text,
      at,
      extra: unknownMembers(item, CALL),
      bookkeeping: ownExtra({ id: item.id, status: item.status }),
    }));
  }

  #result(item: JsonObject, at: string, isCustom: boolean): void {
    this.#closeTurn();
    const callId = requireText(item.call_id, `${at}.call_id`);
    const content = item.output === "" ? [] : parseContent(item.output, `${at}.output`);
    this.#results.push(defined({
      type: "tool_result" as const,
      callId,
      name: this.#toolNames.get(callId) ?? optionalText(item.name, `${at}.name`) ?? null,
      kind: isCustom ? "custom" as const : "function" as const,
      content,
      isError: false,
      at,
      extra: unknownMembers(item, OUTPUT),
      bookkeeping: ownExtra({ id: item.id, status: item.status }),
    }));
  }

  /** Items of OpenAI's own tools: calls are the model's, outputs and approvals the caller's. */
  #other(item: JsonObject, at: string, type: string): void {
    const image = type === "image_generation_call" ? parseGeneratedImage(item) : null;
    const part: Part = image === null
      ? { type: "foreign", format: OWN, value: item, at }
      : { ...image, at };
    if (!/_(output|response)$/.test(type)) return this.#assistant().add(part);
    this.#close();
    this.#messages.push({ role: "user", parts: [part], at });
  }

  #assistant(): AssistantTurn {
    this.#closeResults();
    this.#turn ??= new AssistantTurn();
    return this.#turn;
  }

  #close(): void {
    this.#closeTurn();
    this.#closeResults();
  }

  #closeTurn(): void {
    const parts = this.#turn?.parts ?? [];
    this.#turn = null;
    if (parts.length > 0) {
      this.#messages.push(defined({ role: "assistant" as const, parts, at: parts[0]?.at }));
    }
  }

  #closeResults(): void {
    const parts = this.#results;
    this.#results = [];
    if (parts.length > 0) {
      this.#messages.push(defined({ role: "tool" as const, parts, at: parts[0]?.at }));
    }
  }
}

const ROLES = ["user", "system", "developer"] as const;
const MESSAGE: ReadonlySet<string> = new Set(["type", "role", "content", "id", "status"]);
const CALL: ReadonlySet<string> = new Set(
  ["type", "id", "status", "call_id", "name", "namespace", "arguments", "input"],
);
/** `name` and `namespace` repeat those of the call. */
const OUTPUT: ReadonlySet<string> = new Set(
  ["type", "id", "status", "call_id", "output", "name", "namespace"],
);

/** What the model said: texts and refusals. */
function ownContent(content: unknown, at: string): Part[] {
  if (!Array.isArray(content)) return parseContent(content, at);
  return content.flatMap((part: unknown, i): Part[] => {
    const where = `${at}[${i}]`;
    if (!isObject(part) || part.type !== "refusal") {
      return parseContent([part], at).map((one): Part => ({ ...one, at: where }));
    }
    return [defined({
      type: "refusal" as const,
      text: requireText(part.refusal, `${where}.refusal`),
      at: where,
      extra: unknownMembers(part, new Set(["type", "refusal"])),
    })];
  });
}
