/**
 * The message of a whole answer.
 *
 * @module
 */
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type { Part, TextPart } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import {
  annotationsOf,
  audioEntry,
  callProof,
  imageEntry,
  tellUnshown,
  textProof,
  wantsFunctionCall,
} from "./answer_pieces.ts";
import type { Losses } from "./losses.ts";
import { detailsOfPart } from "./reasoning_details.ts";

/** Writes the parts of a choice. `content` is null where something else stands in its place. */
export function renderAnswerMessage(
  parts: readonly Part[],
  context: AnswerContext,
  losses: Losses,
): JsonObject {
  const texts = parts.filter((part) => part.type === "text");
  const refusals = parts.filter((part) => part.type === "refusal");
  const reasoning = parts.filter((part) => part.type === "reasoning");
  const calls = renderCalls(parts, wantsFunctionCall(context), losses);
  const media = renderMedia(parts, context, losses);
  const thoughts = reasoning.map((part) => part.text).join("");
  const details = [...reasoning.flatMap((part, i) => detailsOfPart(part, i)), ...calls.details];
  const isElsewhere = refusals.length > 0 || Object.keys(calls.members).length > 0 ||
    Object.keys(media).length > 0;
  const proof = textProof(texts.findLast((part) => part.proof !== undefined)?.proof, losses);
  return {
    role: "assistant",
    content: texts.length === 0 && isElsewhere ? null : texts.map((part) => part.text).join(""),
    refusal: refusals.length === 0 ? null : refusals.map((part) => part.text).join(""),
    ...annotations(texts, losses),
    ...(thoughts === "" ? {} : { reasoning_content: thoughts }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...media,
    ...calls.members,
    ...proof,
  };
}

function annotations(texts: readonly TextPart[], losses: Losses): JsonObject {
  const list: JsonObject[] = [];
  let offset = 0;
  for (const { text, citations = [] } of texts) {
    list.push(...annotationsOf(citations, { offset, length: text.length }, losses));
    offset += text.length;
  }
  return list.length === 0 ? {} : { annotations: list };
}

interface RenderedCalls {
  readonly members: JsonObject;
  /** Proofs that stand in the list of reasoning. */
  readonly details: readonly JsonObject[];
}

function renderCalls(parts: readonly Part[], isOlder: boolean, losses: Losses): RenderedCalls {
  const calls = parts.filter((part) => part.type === "tool_call");
  const [first] = calls;
  if (first === undefined) return { members: {}, details: [] };
  if (isOlder) {
    if (calls.length > 1) {
      losses.dropped("functions", "Only the first call is shown: 'functions' know one at a time.");
    }
    const { name, arguments: args } = first;
    return { members: { function_call: { name, arguments: args } }, details: [] };
  }
  const details: JsonObject[] = [];
  const written = calls.map((call) => {
    const proof = callProof(call.id, call.proof);
    details.push(...proof.details);
    const inner = call.kind === "custom"
      ? { type: "custom", custom: { name: call.name, input: call.arguments } }
      : { type: "function", function: { name: call.name, arguments: call.arguments } };
    return { id: call.id, ...inner, ...proof.beside };
  });
  return { members: { tool_calls: written }, details };
}

function renderMedia(parts: readonly Part[], context: AnswerContext, losses: Losses): JsonObject {
  const images: JsonObject[] = [];
  let audio: JsonObject | null = null;
  for (const part of parts) {
    const { type } = part;
    if (type !== "image" && type !== "audio" && type !== "file" && type !== "foreign") continue;
    const image = type === "image" ? imageEntry(part, images.length) : null;
    const sound: JsonObject | null = type === "audio" && audio === null
      ? audioEntry(part, context)
      : null;
    if (image !== null) images.push(image);
    else if (sound !== null) audio = sound;
    else tellUnshown(part, losses);
  }
  return {
    ...(images.length === 0 ? {} : { images }),
    ...(audio === null ? {} : { audio }),
  };
}
