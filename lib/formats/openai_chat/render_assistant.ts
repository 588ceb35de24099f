/**
 * Writes an assistant's message of an earlier turn.
 *
 * @module
 */
import { wrapCustomInput } from "../../domain/conversation/custom_tools.ts";
import type { Part, Proof, ToolCallPart } from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { annotationOf } from "./annotations.ts";
import { googleContent } from "./reasoning_fields.ts";
import { cacheMember, isMedia, renderContent } from "./render_content.ts";
import { renderReasoning } from "./render_reasoning.ts";
import type { Rendering } from "./rendering.ts";

/** A message, and the media that chat can only show in the user's next one. */
export interface RenderedAssistant {
  /** Null when nothing is left of it. */
  readonly message: JsonObject | null;
  readonly media: readonly Part[];
}

/** Writes the message with everything that chat has a place for. */
export function renderAssistant(message: Message, rendering: Rendering): RenderedAssistant {
  const { isOwn, losses } = rendering;
  const { parts } = message;
  const calls = parts.filter((part) => part.type === "tool_call");
  const refusals = parts.filter((part) => part.type === "refusal");
  const sound = parts.find((part) => part.type === "audio" && part.id !== undefined);
  const media = parts.filter((part) => isMedia(part) && part !== sound);
  const shown = parts.filter((part) => part.type === "text" || part.type === "foreign");
  const reasoning = renderReasoning(message, rendering);
  const content = contentOf(shown, reasoning.thinking, rendering);
  warnOfOrder(message, rendering);
  const members: JsonObject = {
    ...(refusals.length > 0 ? { refusal: refusals.map((part) => part.text).join("") } : {}),
    ...(sound?.type === "audio" ? { audio: { id: sound.id } } : {}),
    ...(isOwn && media.length > 0 ? { images: imagesOf(media) } : {}),
    ...reasoning.fields,
    ...(calls.length > 0 ? { tool_calls: calls.map((call) => renderCall(call, rendering)) } : {}),
    ...messageProof(shown, rendering),
    ...annotationsOf(shown, rendering),
  };
  const extra = losses.own(message.extra, message.at);
  const isEmpty = content === null && Object.keys(members).length === 0;
  if (isEmpty && media.length > 0) return { message: null, media };
  if (isEmpty && parts.length > 0) return { message: null, media: [] };
  const name = message.name === undefined ? {} : { name: message.name };
  return {
    message: { role: "assistant", content: isEmpty ? "" : content, ...name, ...members, ...extra },
    media: isOwn ? [] : media,
  };
}

function contentOf(
  shown: readonly Part[],
  thinking: readonly JsonObject[],
  rendering: Rendering,
): string | readonly JsonObject[] | null {
  const content = shown.length === 0 ? null : renderContent(shown, "", rendering);
  if (thinking.length === 0) return content === "" ? null : content;
  const rest = typeof content === "string" ? [{ type: "text", text: content }] : content ?? [];
  return [...thinking, ...rest];
}

function imagesOf(media: readonly Part[]): readonly JsonObject[] {
  return media.flatMap((part) =>
    part.type === "image" && part.source.kind === "base64"
      ? [{
        type: "image_url",
        image_url: { url: `data:${part.source.mediaType};base64,${part.source.data}` },
      }]
      : part.type === "image" && part.source.kind === "url"
      ? [{ type: "image_url", image_url: { url: part.source.url } }]
      : []
  );
}

/** Chat has one place for text, before the calls. */
function warnOfOrder({ parts, at }: Message, { losses }: Rendering): void {
  const firstCall = parts.findIndex((part) => part.type === "tool_call");
  if (firstCall < 0 || !parts.slice(firstCall).some((part) => part.type === "text")) return;
  losses.adapted(at ?? "messages", "Text that followed a tool call now stands before it.");
}

/** One call; custom ones as functions where the provider knows no others. */
function renderCall(call: ToolCallPart, rendering: Rendering): JsonObject {
  const { ids, names, losses, target } = rendering;
  const name = names.flat(call.name, call.namespace);
  const isCustom = call.kind === "custom" && target.quirks.noCustomTools !== true;
  const args = call.kind === "custom" && !isCustom
    ? wrapCustomInput(call.arguments)
    : call.arguments;
  return {
    id: ids.of(call.id),
    ...(isCustom
      ? { type: "custom", custom: { name, input: call.arguments } }
      : { type: "function", function: { name, arguments: args } }),
    ...proofMember(call.proof, rendering),
    ...cacheMember(call, rendering),
    ...losses.own(call.extra, call.at),
  };
}

function proofMember(proof: Proof | undefined, { isOwn, target }: Rendering): JsonObject {
  const google = googleContent(proof);
  const isRead = isOwn || target.quirks.thoughtSignatures === true;
  return google === undefined || !isRead ? {} : { extra_content: google };
}

function messageProof(shown: readonly Part[], rendering: Rendering): JsonObject {
  const proved = shown.findLast((part) => part.type === "text" && part.proof !== undefined);
  return proved?.type === "text" ? proofMember(proved.proof, rendering) : {};
}

/** Citations of earlier answers help nobody but an own caller's provider. */
function annotationsOf(shown: readonly Part[], { isOwn, losses }: Rendering): JsonObject {
  let offset = 0;
  const annotations: JsonObject[] = [];
  for (const part of shown) {
    if (part.type !== "text") continue;
    for (const citation of part.citations ?? []) {
      const annotation = annotationOf(citation, { offset, length: part.text.length });
      if (annotation === null || !isOwn) {
        losses.dropped(part.at ?? "messages", "Chat takes back no citations of earlier answers.");
      } else annotations.push(annotation);
    }
    offset += part.text.length;
  }
  return annotations.length === 0 ? {} : { annotations };
}
