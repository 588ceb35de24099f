/**
 * What an assistant's message holds, in an answer of a provider or played back by a caller.
 *
 * @module
 */
import type {
  AudioPart,
  Citation,
  ImagePart,
  Part,
  Proof,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
} from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { countAt, isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { soundType, sourceOfUrl } from "./media.ts";
import { type MessageReasoning, thinkingText, thoughtSignature } from "./reasoning_fields.ts";

/** What the reading of a message depends on. */
export interface AssistantContext {
  readonly reasoning: MessageReasoning;
  /** The parts of `content` that are neither text nor thinking. */
  readonly readOther: (part: JsonObject, index: number) => Part;
  readonly calls: readonly ToolCallPart[];
  /** Sources of the answer as a whole. */
  readonly citations: readonly Citation[];
  /** The message's place in the caller's body; absent in answers. */
  readonly at?: string;
}

/** The parts in a fixed order: reasoning, content, refusal, sound, images, calls. */
export function assistantParts(message: JsonObject, context: AssistantContext): Part[] {
  const { reasoning, calls, at } = context;
  const parts: Part[] = [
    ...reasoning.parts.map((part) => defined({ ...part, at })),
    ...contentParts(message.content, context),
  ];
  const refusal = textAt(message, "refusal");
  if (refusal !== null) parts.push(defined({ type: "refusal" as const, text: refusal, at }));
  const audio = audioPart(message.audio);
  if (audio !== null) parts.push(defined({ ...audio, at }));
  parts.push(...imageParts(message.images).map((part) => defined({ ...part, at })));
  const callsWithProofs = calls.map((call) => {
    const proof = call.proof ?? reasoning.callProofs.get(call.id);
    return proof === undefined ? call : { ...call, proof };
  });
  parts.push(...callsWithProofs);
  return withMessageProof(withCitations(parts, context.citations), thoughtSignature(message));
}

function contentParts(content: unknown, { readOther, at }: AssistantContext): Part[] {
  const where = at === undefined ? undefined : `${at}.content`;
  if (typeof content === "string") {
    return content === "" ? [] : [defined({ type: "text" as const, text: content, at: where })];
  }
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown, i): Part[] => {
    if (!isObject(part)) return [];
    const here = where === undefined ? undefined : `${where}[${i}]`;
    if (part.type === "thinking") return [thinkingPart(part, here)];
    if (part.type !== "refusal") return [readOther(part, i)];
    const text = textAt(part, "refusal") ?? "";
    return [defined<RefusalPart>({ type: "refusal", text, ...(here && { at: here }) })];
  });
}

function thinkingPart(part: JsonObject, at: string | undefined): ReasoningPart {
  return defined({ type: "reasoning" as const, text: thinkingText(part), isSummary: false, at });
}

/** `message.audio`: the sound itself in an answer, only its id when it is played back. */
export function audioPart(audio: unknown): AudioPart | null {
  const isThere = ["data", "id", "transcript"].some((key) => textAt(audio, key) !== null);
  if (!isObject(audio) || !isThere) return null;
  return defined({
    type: "audio" as const,
    source: {
      kind: "base64" as const,
      // The answer does not say which: it is what the request asked for.
      mediaType: textAt(audio, "format") === null
        ? "application/octet-stream"
        : soundType(textAt(audio, "format") ?? ""),
      data: textAt(audio, "data") ?? "",
    },
    transcript: textAt(audio, "transcript") ?? undefined,
    id: textAt(audio, "id") ?? undefined,
    expiresAt: countAt(audio, "expires_at") ?? undefined,
  });
}

/** OpenRouter's and Vercel's `images`: `[{type: "image_url", image_url: {url}}]`. */
export function imageParts(images: unknown): ImagePart[] {
  if (!Array.isArray(images)) return [];
  return images.flatMap((image: unknown) => {
    const url = textAt(objectAt(image, "image_url"), "url");
    if (url === null || !isObject(image)) return [];
    const proof = thoughtSignature(image);
    return [defined({ type: "image" as const, source: sourceOfUrl(url), proof })];
  });
}

/** Citations belong to the last text: that is what follows the search. */
function withCitations(parts: readonly Part[], citations: readonly Citation[]): Part[] {
  if (citations.length === 0) return [...parts];
  const at = parts.findLastIndex((part) => part.type === "text");
  const text = parts[at];
  if (text?.type !== "text") return [...parts];
  const cited: TextPart = { ...text, citations: [...text.citations ?? [], ...citations] };
  return parts.with(at, cited);
}

/** A signature of the message as a whole proves its text, or else its first call. */
function withMessageProof(parts: Part[], proof: Proof | undefined): Part[] {
  if (proof === undefined) return parts;
  const lastText = parts.findLastIndex((part) => part.type === "text");
  const at = lastText >= 0 ? lastText : parts.findIndex((part) => part.type === "tool_call");
  const part = parts[at];
  const isUnproved = (part?.type === "text" || part?.type === "tool_call") &&
    part.proof === undefined;
  return isUnproved ? parts.with(at, { ...part, proof }) : parts;
}
