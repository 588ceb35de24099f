/**
 * The content blocks of a request's messages. Proofs that travelled in our carriers come out of them.
 *
 * @module
 */
import type {
  Extra,
  Part,
  Proof,
  ReasoningPart,
  TextPart,
  ToolResultPart,
} from "../../domain/conversation/parts.ts";
import { type Cargo, unpackCarrier } from "../carrier.ts";
import type { JsonObject } from "../json/guards.ts";
import { isObject } from "../json/guards.ts";
import { readMark } from "./cache_mark.ts";
import { readCitations } from "./citations.ts";
import {
  maybeBoolean,
  maybeText,
  objectOf,
  otherMembers,
  pathOf,
  textOf,
  wrongType,
} from "./fields.ts";
import { readDocument, readImage } from "./parse_media.ts";

/** One block, and where it stands. */
export interface PlacedBlock {
  readonly block: JsonObject;
  readonly at: string;
}

/** The blocks of a `content` or `system`: a string is one text block. */
export function placedBlocks(value: unknown, path: string): readonly PlacedBlock[] {
  if (typeof value === "string") return [{ block: { type: "text", text: value }, at: path }];
  if (!Array.isArray(value)) throw wrongType(path, "a string or an array of blocks", value);
  return value.map((block: unknown, i) => {
    if (!isObject(block)) throw wrongType(`${path}[${i}]`, "an object", block);
    return { block, at: `${path}[${i}]` };
  });
}

/** The parts of one message. Throws `invalid_request` for a block that lacks what it must have. */
export function readParts(blocks: readonly PlacedBlock[]): Part[] {
  const parts: Part[] = [];
  const byCall = new Map<string, Proof>();
  let pending: Proof | undefined;
  for (const { block, at } of blocks) {
    const cargo = block.type === "redacted_thinking"
      ? unpackCarrier(textOf(block, "data", at))
      : null;
    if (cargo === null) {
      parts.push(...readBlock(block, at).map((part) => withProof(part, pending)));
      pending = undefined;
      continue;
    }
    parts.push(...reasoningIn(cargo, at));
    const { proof, callId, isTrailing } = cargo;
    if (proof === undefined) continue;
    const last = parts.at(-1);
    if (callId !== undefined) byCall.set(callId, proof);
    else if (isTrailing === true && last !== undefined) {
      parts[parts.length - 1] = withProof(last, proof);
    } else pending = proof;
  }
  return parts.map((part) =>
    part.type === "tool_call" ? withProof(part, byCall.get(part.id)) : part
  );
}

function withProof(part: Part, proof: Proof | undefined): Part {
  if (proof === undefined) return part;
  switch (part.type) {
    case "text":
    case "image":
    case "audio":
    case "file":
    case "tool_call":
    case "reasoning":
      return { ...part, proof };
    default:
      return part;
  }
}

function reasoningIn({ reasoning }: Cargo, at: string): ReasoningPart[] {
  return (reasoning ?? []).map((one) => ({ type: "reasoning", at, ...one }));
}

const TEXT: ReadonlySet<string> = new Set(["type", "text", "citations", "cache_control"]);
const MEDIA: ReadonlySet<string> = new Set(["type", "source", "title", "cache_control"]);
const TOOL_USE: ReadonlySet<string> = new Set(["type", "id", "name", "input", "cache_control"]);
const TOOL_RESULT: ReadonlySet<string> = new Set([
  "type",
  "tool_use_id",
  "content",
  "is_error",
  "cache_control",
]);
const THINKING: ReadonlySet<string> = new Set(["type", "thinking", "signature"]);

function readBlock(block: JsonObject, at: string): Part[] {
  switch (block.type) {
    case "text":
      return [readText(block, at)];
    case "image":
      return [{ ...readImage(block, at), ...marked(block, at, MEDIA) }];
    case "document": {
      const { part, rest } = readDocument(block, at);
      return part.type === "foreign" ? [part] : [{ ...part, ...marked(block, at, MEDIA, rest) }];
    }
    case "tool_use":
      return [{
        type: "tool_call",
        at,
        id: textOf(block, "id", at),
        name: textOf(block, "name", at),
        kind: "function",
        arguments: JSON.stringify(objectOf(block, "input", at)),
        ...marked(block, at, TOOL_USE),
      }];
    case "thinking":
      return readThinking(block, at);
    case "redacted_thinking":
      return [{
        type: "reasoning",
        at,
        text: "",
        isSummary: false,
        proof: { format: "anthropic_messages", value: { data: textOf(block, "data", at) } },
      }];
    case "search_result":
      return [readSearchResult(block, at)];
    default:
      textOf(block, "type", at);
      return [{ type: "foreign", at, format: "anthropic_messages", value: block }];
  }
}

function readText(block: JsonObject, at: string): TextPart {
  const citations = readCitations(block.citations);
  return {
    type: "text",
    at,
    text: textOf(block, "text", at),
    ...(citations === undefined ? {} : { citations }),
    ...marked(block, at, TEXT),
  };
}

/** A signature of Anthropic's, or a carrier of ours with whatever stood there before. */
function readThinking(block: JsonObject, at: string): Part[] {
  const text = textOf(block, "thinking", at);
  const signature = maybeText(block, "signature", at) ?? "";
  const cargo = unpackCarrier(signature);
  const carried = cargo === null ? [] : reasoningIn(cargo, at);
  if (carried.length > 0) return carried;
  const proof: Proof | undefined = cargo !== null
    ? cargo.proof
    : signature === ""
    ? undefined
    : { format: "anthropic_messages", value: { signature } };
  return [{
    type: "reasoning",
    at,
    text,
    isSummary: false,
    ...(proof === undefined ? {} : { proof }),
    ...extraOf(block, THINKING),
  }];
}

/** Others know no search results: its text is what counts; the block itself goes back as it came. */
function readSearchResult(block: JsonObject, at: string): TextPart {
  const lines = [maybeText(block, "title", at), maybeText(block, "source", at)];
  const content = placedBlocks(block.content ?? [], pathOf(at, "content"))
    .map((inner) => textOf(inner.block, "text", inner.at));
  const { cache } = readMark(block, at);
  return {
    type: "text",
    at,
    text: [...lines, ...content].filter((line) => line !== undefined).join("\n"),
    ...(cache === undefined ? {} : { cache }),
    extra: { format: "anthropic_messages", fields: { search_result: block } },
  };
}

/** A tool result; `nameOf` tells the tool by the call's id. */
export function readToolResult(
  { block, at }: PlacedBlock,
  nameOf: (callId: string) => string | null,
): ToolResultPart {
  const callId = textOf(block, "tool_use_id", at);
  const content = block.content ?? [];
  return {
    type: "tool_result",
    at,
    callId,
    name: nameOf(callId),
    kind: "function",
    content: readParts(placedBlocks(content, pathOf(at, "content"))).map((part) => {
      switch (part.type) {
        case "text":
        case "image":
        case "file":
        case "audio":
        case "foreign":
          return part;
        default:
          throw wrongType(part.at ?? at, "a text, image or document block", part.type);
      }
    }),
    isError: maybeBoolean(block, "is_error", at) ?? false,
    ...marked(block, at, TOOL_RESULT),
  };
}

function marked(
  block: JsonObject,
  at: string,
  understood: ReadonlySet<string>,
  more?: JsonObject,
): Pick<TextPart, "cache" | "extra"> {
  const { cache, rest } = readMark(block, at);
  return {
    ...(cache === undefined ? {} : { cache }),
    ...extraOf(block, understood, { ...rest, ...more }),
  };
}

function extraOf(
  block: JsonObject,
  understood: ReadonlySet<string>,
  more: JsonObject = {},
): { extra?: Extra } {
  const fields = { ...otherMembers(block, understood), ...more };
  return Object.keys(fields).length === 0
    ? {}
    : { extra: { format: "anthropic_messages", fields } };
}
