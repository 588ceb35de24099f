/**
 * Parts of an answer that are written alike whether it is streamed or not.
 *
 * @module
 */
import { wrapCustomInput } from "../../domain/conversation/custom_tools.ts";
import type {
  AudioPart,
  FilePart,
  ForeignPart,
  ImagePart,
  Proof,
  ReasoningPart,
} from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { argumentsObject } from "./arguments.ts";
import type { Losses } from "./losses.ts";
import { typeByEnding } from "./media.ts";
import { signatureFor } from "./signatures.ts";

/** A part with the signature that carries its proof and reasoning. */
export function withSignature(
  part: JsonObject,
  proof: Proof | undefined,
  reasoning: readonly ReasoningPart[],
): JsonObject {
  const thoughtSignature = signatureFor(proof, reasoning);
  return thoughtSignature === undefined ? part : { ...part, thoughtSignature };
}

/** A call that is complete. `name` is the caller's own name of the tool. */
export function renderCall(
  call: { readonly id: string; readonly name: string; readonly kind?: "function" | "custom" },
  text: string,
  at: string,
  losses: Losses,
): JsonObject {
  const isFreeText = call.kind === "custom";
  const { args, isWhole } = argumentsObject(isFreeText ? wrapCustomInput(text) : text);
  if (!isWhole || isFreeText) {
    losses.adapted(at, "Arguments that are no JSON object are passed as the text that they are.");
  }
  const id = call.id === "" ? {} : { id: call.id };
  return { functionCall: { ...id, name: call.name, args } };
}

/** A part that came whole; null, with a warning, for what only another format knows. */
export function renderWholePart(
  part: ImagePart | AudioPart | FilePart | ForeignPart,
  at: string,
  losses: Losses,
): JsonObject | null {
  if (part.type === "foreign") {
    if (part.format === "gemini") return part.value;
    losses.dropped(at, `Gemini has no place for '${String(part.value.type)}' in an answer.`);
    return null;
  }
  if (part.type === "audio" && part.transcript !== undefined) {
    losses.dropped(at, "Gemini has no place for the transcript of sound.");
  }
  const { source } = part;
  switch (source.kind) {
    case "base64":
      return { inlineData: { mimeType: source.mediaType, data: source.data } };
    case "url": {
      const mimeType = source.mediaType ?? typeByEnding(source.url);
      return { fileData: { ...(mimeType === null ? {} : { mimeType }), fileUri: source.url } };
    }
    case "file_id":
      if (source.format === "gemini") return { fileData: { fileUri: source.id } };
      losses.dropped(at, "Gemini's callers cannot read another provider's file.");
      return null;
  }
}

/** Members that only Gemini has, written back into a part; those within a call into the call. */
export function withOwnMembers(part: JsonObject, own: JsonObject): JsonObject {
  const out: Record<string, unknown> = { ...part };
  for (const [key, value] of Object.entries(own)) {
    const before = out[key];
    out[key] = isObject(before) && isObject(value) ? { ...before, ...value } : value;
  }
  return out;
}
