/**
 * How an answer's parts look to a caller, whole or in a stream.
 *
 * @module
 */
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type {
  AudioPart,
  Citation,
  FilePart,
  ForeignPart,
  ImagePart,
  Proof,
} from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import { annotationOf, type CitedSpan } from "./annotations.ts";
import { foreignName, type Losses } from "./losses.ts";
import { urlOfSource } from "./media.ts";
import { detailOfCall } from "./reasoning_details.ts";
import { googleContent } from "./reasoning_fields.ts";

/** Whether the caller knows the older `functions` only, and so `function_call` in answers. */
export function wantsFunctionCall({ body }: AnswerContext): boolean {
  return Array.isArray(body.functions) && !Array.isArray(body.tools);
}

/** Annotations of one text; sources without an address are told as lost. */
export function annotationsOf(
  citations: readonly Citation[],
  span: CitedSpan,
  losses: Losses,
): JsonObject[] {
  return citations.flatMap((citation) => {
    const annotation = annotationOf(citation, span);
    if (annotation !== null) return [annotation];
    losses.dropped("annotations", "A cited source without an address has no place in chat.");
    return [];
  });
}

/** What proves a tool call, where it can stand: beside the call, or in the list of reasoning. */
export interface CallProof {
  readonly beside: JsonObject;
  readonly details: readonly JsonObject[];
}

/** The proof of a call as its caller is to play it back. */
export function callProof(callId: string, proof: Proof | undefined): CallProof {
  if (proof === undefined) return { beside: {}, details: [] };
  const google = googleContent(proof);
  if (google !== undefined) return { beside: { extra_content: google }, details: [] };
  return { beside: {}, details: [detailOfCall(callId, proof)] };
}

/** The proof of a text: Gemini's endpoint for OpenAI's clients puts it on the message. */
export function textProof(proof: Proof | undefined, losses: Losses): JsonObject {
  if (proof === undefined) return {};
  const google = googleContent(proof);
  if (google !== undefined) return { extra_content: google };
  losses.dropped("choices", "Chat has no place for what proves a text.");
  return {};
}

/** An image as OpenRouter shows it; null for one that cannot be. */
export function imageEntry(part: ImagePart, index: number): JsonObject | null {
  const url = urlOfSource(part.source);
  if (url === null) return null;
  const google = googleContent(part.proof);
  const proof = google === undefined ? {} : { extra_content: google };
  return { type: "image_url", image_url: { url }, index, ...proof };
}

/** Sound as OpenAI shows it: it must have an id and an end of life. */
export function audioEntry(part: AudioPart, { newId, nowS }: AnswerContext): JsonObject | null {
  if (part.source.kind !== "base64") return null;
  return {
    id: part.id ?? `audio_${newId()}`,
    data: part.source.data,
    transcript: part.transcript ?? "",
    // Nobody keeps it under this id unless the provider said so.
    expires_at: part.expiresAt ?? nowS,
  };
}

/** Tells what an answer held that chat cannot show. */
export function tellUnshown(
  part: ImagePart | AudioPart | FilePart | ForeignPart,
  losses: Losses,
): void {
  const what = part.type === "foreign" ? `'${foreignName(part.value)}'` : `type '${part.type}'`;
  losses.dropped("choices", `Chat has no place for a part of ${what} in an answer.`);
}
