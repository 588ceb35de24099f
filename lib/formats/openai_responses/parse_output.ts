/**
 * Reads the items of an answer's `output`. Tolerant: what cannot be understood stays as it is.
 *
 * @module
 */
import type { Part, RefusalPart, TextPart } from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { readReasoning } from "./carried_reasoning.ts";
import { parseGeneratedImage } from "./generated_image.ts";
import { OWN, ownExtra, unknownMembers } from "./own_members.ts";
import { itemExtra, parseAnnotation } from "./parse_content.ts";

const MESSAGE: ReadonlySet<string> = new Set(["type", "role", "content", "id", "status"]);
const TEXT: ReadonlySet<string> = new Set(["type", "text", "annotations", "logprobs"]);
const CALL: ReadonlySet<string> = new Set(
  ["type", "id", "status", "call_id", "name", "namespace", "arguments", "input"],
);

/** The parts that an item amounts to. Ids of items are left out: an answer gets new ones. */
export function partsOfItem(item: JsonObject): Part[] {
  switch (item.type) {
    case "message":
      return messageParts(item);
    case "reasoning":
      return [...readReasoning(item).parts];
    case "function_call":
    case "custom_tool_call":
      return [{
        type: "tool_call",
        ...callOf(item),
        arguments: callText(item),
        ...defined({ extra: callExtra(item) }),
      }];
    case "image_generation_call": {
      const { bookkeeping: _, ...image } = parseGeneratedImage(item) ?? {};
      return "type" in image ? [image] : [{ type: "foreign", format: OWN, value: item }];
    }
    default:
      return [{ type: "foreign", format: OWN, value: item }];
  }
}

function messageParts(item: JsonObject): Part[] {
  const content = Array.isArray(item.content) ? item.content.filter(isObject) : [];
  return content.map((entry, i) => contentPart(entry, i === 0 ? item : null));
}

/** One entry of a message's content; the first one keeps what the message says of itself. */
export function contentPart(entry: JsonObject, message: JsonObject | null): TextPart | RefusalPart {
  const extra = contentExtra(entry, message);
  if (entry.type === "refusal") {
    return { type: "refusal", text: textAt(entry, "refusal") ?? "", ...defined({ extra }) };
  }
  const citations = annotationsOf(entry).map(parseAnnotation);
  return {
    type: "text",
    text: textAt(entry, "text") ?? "",
    ...(citations.length === 0 ? {} : { citations }),
    ...defined({ extra }),
  };
}

/** Members of a content entry, and of its message, that have no neutral meaning. */
export function contentExtra(entry: JsonObject, message: JsonObject | null) {
  const known = entry.type === "refusal" ? new Set(["type", "refusal"]) : TEXT;
  return ownExtra({
    ...unknownMembers(entry, known)?.fields,
    ...(message === null ? {} : itemExtra(message, MESSAGE)?.fields),
  });
}

/** The annotations of a text. */
export function annotationsOf(entry: JsonObject): JsonObject[] {
  return Array.isArray(entry.annotations) ? entry.annotations.filter(isObject) : [];
}

/** Who is called, and by which id. */
export function callOf(item: JsonObject) {
  const kind = item.type === "custom_tool_call" ? "custom" as const : "function" as const;
  const namespace = textAt(item, "namespace") ?? undefined;
  const id = textAt(item, "call_id") ?? textAt(item, "id") ?? "";
  return defined({ id, name: textAt(item, "name") ?? "", namespace, kind });
}

/** What it is called with. */
export function callText(item: JsonObject): string {
  if (item.type === "custom_tool_call") return textAt(item, "input") ?? "";
  const { arguments: args } = item;
  if (isObject(args)) return JSON.stringify(args);
  return typeof args === "string" && args !== "" ? args : "{}";
}

/** Members of a call that have no neutral meaning. */
export function callExtra(item: JsonObject) {
  return unknownMembers(item, CALL);
}

/** The log probabilities of a text, in the shape of OpenAI chat. */
export function logprobsOf(entry: JsonObject): JsonObject[] {
  return Array.isArray(entry.logprobs) ? entry.logprobs.filter(isObject) : [];
}
