/**
 * The parts of a caller's contents in the neutral form.
 *
 * @module
 */
import type {
  ForeignPart,
  Part,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { argumentsText, readResult } from "./arguments.ts";
import type { CallBook } from "./call_book.ts";
import { extraOf } from "./losses.ts";
import { mediaPart, sourceOfUri } from "./media.ts";
import { readSignature } from "./signatures.ts";
import {
  flagMember,
  itemsMember,
  objectMember,
  otherMembers,
  requireObject,
  requireText,
  textMember,
  wrongValue,
} from "./typed_members.ts";

/** A part, and reasoning that its signature brought along. */
export interface ReadPart {
  readonly part: Part | null;
  readonly carried: readonly ReasoningPart[];
}

/** Content that only Gemini knows. */
const FOREIGN = ["executableCode", "codeExecutionResult", "toolCall", "toolResponse"];

const ON_EVERY_PART: ReadonlySet<string> = new Set([
  "text",
  "thought",
  "thoughtSignature",
  "inlineData",
  "fileData",
  "functionCall",
  "functionResponse",
]);

/** Reads one part. Throws `invalid_request` for a part of no kind, or a wrong type in it. */
export function readPart(value: unknown, at: string, calls: CallBook): ReadPart {
  const from = requireObject(value, at);
  const { proof, reasoning } = readSignature(textMember(from, "thoughtSignature", at));
  const part = partOf(from, at, calls);
  const extra = extraOf(otherMembers(from, ON_EVERY_PART));
  if (part.type === "foreign") return { part, carried: reasoning };
  if (part.type === "tool_result") {
    return { part: extra === undefined ? part : withExtra(part, extra.fields), carried: reasoning };
  }
  // An empty text stood there only to bear the signature.
  const isBearer = part.type === "text" && part.text === "" && proof === undefined &&
    from.thoughtSignature !== undefined;
  const signed = { ...part, ...defined({ proof }) };
  return {
    part: isBearer ? null : extra === undefined ? signed : withExtra(signed, extra.fields),
    carried: reasoning,
  };
}

function withExtra<P extends Part>(part: P, fields: JsonObject): P {
  return { ...part, extra: { format: "gemini", fields: { ...part.extra?.fields, ...fields } } };
}

type OwnPart = Exclude<Part, { type: "refusal" }>;

function partOf(from: JsonObject, at: string, calls: CallBook): OwnPart {
  const text = textMember(from, "text", at);
  if (text !== undefined) return textPart(from, text, at);
  const call = objectMember(from, "functionCall", at);
  if (call !== undefined) return callPart(call, at, calls);
  const response = objectMember(from, "functionResponse", at);
  if (response !== undefined) return resultPart(response, at, calls);
  const inline = objectMember(from, "inlineData", at);
  if (inline !== undefined) return inlinePart(inline, at);
  const file = objectMember(from, "fileData", at);
  if (file !== undefined) return filePart(file, at);
  if (FOREIGN.some((key) => isObject(from[key]))) return foreignPart(from, at);
  throw wrongValue(
    at,
    `Invalid '${at}': expected one of text, inlineData, fileData, functionCall, functionResponse, ` +
      `${FOREIGN.join(", ")}, but got ${Object.keys(from).join(", ") || "nothing"}.`,
  );
}

function textPart(from: JsonObject, text: string, at: string): TextPart | ReasoningPart {
  const isThought = flagMember(from, "thought", at) === true;
  return isThought ? { type: "reasoning", text, isSummary: true, at } : { type: "text", text, at };
}

function callPart(call: JsonObject, at: string, calls: CallBook): ToolCallPart {
  const path = `${at}.functionCall`;
  const name = requireText(call.name, `${path}.name`);
  const args = objectMember(call, "args", path);
  return {
    type: "tool_call",
    id: calls.add(textMember(call, "id", path) || undefined, name),
    name,
    kind: "function",
    arguments: argumentsText(args),
    at,
    ...ownMembers(call, "functionCall", ["id", "name", "args"]),
  };
}

function resultPart(response: JsonObject, at: string, calls: CallBook): ToolResultPart {
  const path = `${at}.functionResponse`;
  const name = requireText(response.name, `${path}.name`);
  const { text, isError } = readResult(objectMember(response, "response", path) ?? {});
  const media = (itemsMember(response, "parts") ?? []).map((one, i) => {
    const mediaAt = `${path}.parts[${i}]`;
    const from = requireObject(one, mediaAt);
    const inline = objectMember(from, "inlineData", mediaAt);
    if (inline !== undefined) return inlinePart(inline, mediaAt);
    return filePart(requireObject(from.fileData, `${mediaAt}.inlineData`), mediaAt);
  });
  return {
    type: "tool_result",
    callId: calls.answer(textMember(response, "id", path) || undefined, name),
    name,
    kind: "function",
    content: [...(text === "" ? [] : [{ type: "text" as const, text }]), ...media],
    isError,
    at,
    ...ownMembers(response, "functionResponse", ["id", "name", "response", "parts"]),
  };
}

function inlinePart(inline: JsonObject, at: string) {
  const mediaType = requireText(inline.mimeType, `${at}.inlineData.mimeType`);
  const data = requireText(inline.data, `${at}.inlineData.data`);
  return named(mediaPart({ kind: "base64", mediaType, data }, mediaType), inline, at);
}

function filePart(file: JsonObject, at: string) {
  const uri = requireText(file.fileUri, `${at}.fileData.fileUri`);
  const mediaType = textMember(file, "mimeType", `${at}.fileData`) ?? null;
  const source = sourceOfUri(uri, mediaType);
  const part = named(mediaPart(source, mediaType), file, at);
  // What kind of content an uploaded file has is told beside its address.
  return source.kind === "file_id" && mediaType !== null
    ? withExtra(part, { fileData: { mimeType: mediaType } })
    : part;
}

function named<P extends ReturnType<typeof mediaPart>>(part: P, from: JsonObject, at: string): P {
  const name = textMember(from, "displayName", at);
  return part.type === "file" && name !== undefined ? { ...part, name, at } : { ...part, at };
}

function foreignPart(from: JsonObject, at: string): ForeignPart {
  return { type: "foreign", format: "gemini", value: from, at };
}

/** Members of a call or result that only Gemini has, under the call's own name. */
function ownMembers(from: JsonObject, name: string, known: readonly string[]) {
  const fields = otherMembers(from, new Set(known));
  return Object.keys(fields).length === 0
    ? {}
    : { extra: { format: "gemini" as const, fields: { [name]: fields } } };
}
