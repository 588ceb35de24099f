/**
 * A caller's `contents` and `systemInstruction` as neutral messages.
 *
 * @module
 */
import type { Part, ReasoningPart } from "../../domain/conversation/parts.ts";
import type { Message, Role } from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { isObject } from "../json/guards.ts";
import { CallBook } from "./call_book.ts";
import { readPart } from "./parse_parts.ts";
import { itemsMember, requireObject, textMember, wrongType, wrongValue } from "./typed_members.ts";

/** Reads the instructions: text, a part, or a content. Undefined when there are none. */
export function readSystem(value: unknown): Message | undefined {
  if (value === undefined || value === null) return undefined;
  const at = "systemInstruction";
  if (typeof value === "string") {
    return { role: "system", parts: [{ type: "text", text: value, at }], at };
  }
  const content = Array.isArray(value) ? { parts: value } : requireObject(value, at);
  const whole = "text" in content ? { parts: [content] } : content;
  return { role: "system", parts: readParts(placed(whole, at), false, new CallBook()), at };
}

/** Reads the turns. Throws `invalid_request` when there are none. */
export function readContents(body: JsonObject): readonly Message[] {
  const contents = itemsMember(body, "contents");
  if (contents === undefined) throw wrongType("contents", "an array of contents", undefined);
  const calls = new CallBook();
  return turnsOf(contents).map(({ role, at, parts }) => ({
    role,
    parts: readParts(parts, role === "assistant", calls),
    at,
  }));
}

interface Placed {
  readonly value: unknown;
  readonly at: string;
}

interface Turn {
  readonly role: Role;
  readonly at: string;
  readonly parts: Placed[];
}

/** Clients that keep a stream piece by piece send one turn of the model as many contents. */
function turnsOf(contents: readonly unknown[]): readonly Turn[] {
  const turns: Turn[] = [];
  contents.forEach((value, i) => {
    const at = `contents[${i}]`;
    const content = requireObject(value, at);
    const role = readRole(content, at);
    const last = turns.at(-1);
    const parts = placed(content, at);
    if (role === "assistant" && last?.role === "assistant") last.parts.push(...parts);
    else turns.push({ role, at, parts });
  });
  return turns;
}

function placed(content: JsonObject, at: string): Placed[] {
  return (itemsMember(content, "parts") ?? []).map((value, i) => ({
    value,
    at: `${at}.parts[${i}]`,
  }));
}

const ROLES: Readonly<Record<string, Role>> = {
  user: "user",
  model: "assistant",
  function: "tool",
  tool: "tool",
};

function readRole(content: JsonObject, at: string): Role {
  const name = textMember(content, "role", at) ?? "user";
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (role !== undefined) return role;
  throw wrongValue(
    `${at}.role`,
    `Invalid '${at}.role': '${name.slice(0, 40)}' is none of "user" and "model".`,
  );
}

function readParts(from: readonly Placed[], isModels: boolean, calls: CallBook): readonly Part[] {
  const parts: Part[] = [];
  const carried = new Set<string>();
  for (const { value, at } of from) {
    if (isObject(value) && Object.keys(value).length === 0) continue;
    const read = readPart(value, at, calls);
    insertReasoning(parts, read.carried);
    for (const { text } of read.carried) carried.add(text);
    if (read.part !== null && !(isModels && isEmpty(read.part))) parts.push(read.part);
  }
  const joined = isModels ? joinPieces(parts) : parts;
  return carried.size === 0 ? joined : joined.filter((part) => !isCopy(part, carried));
}

/** The end of a stream often is an empty text. */
function isEmpty(part: Part): boolean {
  return part.type === "text" && part.text === "" && part.proof === undefined &&
    part.extra === undefined;
}

/** Reasoning that rode on a part stood before the text that leads up to it. */
function insertReasoning(parts: Part[], reasoning: readonly ReasoningPart[]): void {
  if (reasoning.length === 0) return;
  let place = parts.length;
  while (parts[place - 1]?.type === "text") place--;
  parts.splice(place, 0, ...reasoning);
}

/** A thought that the caller was shown, and sends back, beside its carried self. */
function isCopy(part: Part, carried: ReadonlySet<string>): boolean {
  return part.type === "reasoning" && part.at !== undefined && part.proof === undefined &&
    (carried.has(part.text) || part.text === [...carried].join(""));
}

/** Joins pieces of one text or thought, as long as nothing tells them apart. */
function joinPieces(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && continues(last, part) && "text" in last && "text" in part) {
      joined[joined.length - 1] = { ...last, ...part, text: last.text + part.text, ...atOf(last) };
    } else joined.push(part);
  }
  return joined;
}

function continues(last: Part, part: Part): boolean {
  const isText = last.type === "text" || last.type === "reasoning";
  return isText && last.type === part.type && !(isSigned(last) && isSigned(part)) &&
    last.at !== undefined && part.at !== undefined && last.extra === undefined &&
    part.extra === undefined;
}

function isSigned(part: Part): boolean {
  return "proof" in part && part.proof !== undefined;
}

function atOf({ at }: { readonly at?: string }): { readonly at?: string } {
  return at === undefined ? {} : { at };
}
