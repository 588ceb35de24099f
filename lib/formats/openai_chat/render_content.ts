/**
 * Writes what a message holds as chat content.
 *
 * @module
 */
import type {
  AudioPart,
  CacheMark,
  FilePart,
  ImagePart,
  MediaSource,
  Part,
} from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import { foreignName } from "./losses.ts";
import { fileName, soundFormat, textOfBase64, urlOfSource } from "./media.ts";
import type { Rendering } from "./rendering.ts";
import { wrongValue } from "./wrong_value.ts";

/**
 * The content of a message: one string where there is nothing but text, since some providers take
 * no lists, else a list. An own caller's list of texts stays a list.
 *
 * Throws `invalid_request` for media that this format has no way to write.
 */
export function renderContent(
  parts: readonly Part[],
  joint: string,
  rendering: Rendering,
): string | readonly JsonObject[] {
  const list = parts.flatMap((part) => renderPart(part, rendering));
  const texts = list.flatMap((part) => isPlainText(part) ? [part.text] : []);
  if (texts.length < list.length) return list;
  if (texts.length < 2) return texts[0] ?? "";
  return rendering.isOwn ? list : texts.join(joint);
}

function isPlainText(part: JsonObject): part is { type: "text"; text: string } {
  return part.type === "text" && typeof part.text === "string" && Object.keys(part).length === 2;
}

/** One part; none for what can only be left out, with a warning. */
export function renderPart(part: Part, rendering: Rendering): readonly JsonObject[] {
  const { losses } = rendering;
  switch (part.type) {
    case "text":
      return [{ type: "text", text: part.text, ...rest(part, rendering) }];
    case "image":
      return [{
        type: "image_url",
        image_url: defined({ url: addressOf(part, rendering), detail: part.detail }),
        ...rest(part, rendering),
      }];
    case "audio":
      return [{ type: "input_audio", input_audio: soundOf(part), ...rest(part, rendering) }];
    case "file":
      return [renderFile(part, rendering)];
    case "refusal":
      return [{ type: "refusal", refusal: part.text, ...rest(part, rendering) }];
    case "foreign":
      if (part.format === "openai_chat") return [part.value];
      losses.dropped(
        part.at ?? "messages",
        `OpenAI chat has no place for a part of type '${foreignName(part.value)}'.`,
      );
      return [];
    default:
      // Reasoning, calls and results are written beside the content.
      return [];
  }
}

function rest(part: Part, rendering: Rendering): JsonObject {
  const { losses } = rendering;
  const fields = losses.own(part.extra, part.at);
  return { ...fields, ...("cache" in part ? cacheMember(part, rendering) : {}) };
}

/** `cache_control` where the provider reads it; a warning where it would refuse it. */
export function cacheMember(
  { cache, at }: { readonly cache?: CacheMark; readonly at?: string },
  { target, isOwn, losses }: Rendering,
): JsonObject {
  if (cache === undefined) return {};
  if (!isOwn && target.quirks.cacheControl !== true) {
    losses.dropped(
      at === undefined ? "cache_control" : `${at}.cache_control`,
      "This provider has no marks for its prompt cache: it caches by itself or not at all.",
    );
    return {};
  }
  const ttl = cache.ttl === "5m" ? {} : { ttl: cache.ttl };
  return { cache_control: { type: "ephemeral", ...ttl } };
}

function addressOf({ source, at }: { source: MediaSource; at?: string }, _: Rendering): string {
  const url = urlOfSource(source);
  if (url !== null) return url;
  const field = at ?? "messages";
  throw wrongValue(
    field,
    `Cannot send '${field}' to this provider: the file is stored with another one. Send its bytes ` +
      "or an address.",
  );
}

function soundOf({ source, at }: AudioPart): JsonObject {
  if (source.kind === "base64") {
    return { data: source.data, format: soundFormat(source.mediaType) };
  }
  const field = at ?? "messages";
  throw wrongValue(
    field,
    `Cannot send '${field}' to this provider: it takes sound as bytes only. Send it in base64.`,
  );
}

function renderFile(part: FilePart, rendering: Rendering): JsonObject {
  const { source, name } = part;
  const fields = rest(part, rendering);
  if (source.kind === "file_id" && source.format === "openai_chat") {
    return { type: "file", file: defined({ file_id: source.id, filename: name }), ...fields };
  }
  const mediaType = source.kind === "file_id" ? null : source.mediaType;
  if (mediaType?.startsWith("video/") === true) {
    return { type: "video_url", video_url: { url: addressOf(part, rendering) }, ...fields };
  }
  if (mediaType?.startsWith("image/") === true) {
    return { type: "image_url", image_url: { url: addressOf(part, rendering) }, ...fields };
  }
  if (source.kind === "base64" && !rendering.isOwn) {
    const text = mediaType?.startsWith("text/") === true ? textOfBase64(source.data) : undefined;
    if (text !== undefined) {
      const field = part.at ?? "messages";
      rendering.losses.adapted(
        field,
        "A text document went out as text: chat takes PDF files only.",
      );
      return { type: "text", text: name === undefined ? text : `${name}:\n${text}`, ...fields };
    }
  }
  if (source.kind === "url" && !rendering.isOwn) {
    const field = part.at ?? "messages";
    throw wrongValue(
      field,
      `Cannot send '${field}' to this provider: it takes files as bytes only. Send it in base64.`,
    );
  }
  return {
    type: "file",
    file: {
      filename: name ?? (rendering.isOwn ? undefined : fileName(mediaType ?? "")),
      file_data: addressOf(part, rendering),
    },
    ...fields,
  };
}

/** Parts that OpenAI takes in a user's message only. */
export function isMedia(part: Part): part is ImagePart | AudioPart | FilePart {
  return part.type === "image" || part.type === "audio" || part.type === "file";
}
