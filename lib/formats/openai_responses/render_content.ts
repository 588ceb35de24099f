/**
 * Writes the content of input messages and of tool outputs.
 *
 * @module
 */
import type {
  AudioPart,
  CacheMark,
  Citation,
  FilePart,
  ImagePart,
  MediaSource,
  Part,
  TextPart,
} from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import { fileName, soundFormat, urlOfSource } from "../openai_chat/media.ts";
import { wrongValue } from "../openai_chat/wrong_value.ts";
import type { Losses } from "./losses.ts";
import { OWN } from "./own_members.ts";
import type { Rendering } from "./rendering.ts";

/**
 * One part of an input's content; null when it has no place there, which the losses then tell.
 *
 * Throws `invalid_request` for files that only another provider can read.
 */
export function renderContentPart(part: Part, at: string, r: Rendering): JsonObject | null {
  switch (part.type) {
    case "text":
      return renderText(part, at, r);
    case "image":
      return renderImage(part, at, r);
    case "file":
      return renderFile(part, at, r);
    case "audio":
      return renderAudio(part, at, r);
    case "foreign":
      if (part.format === OWN) return part.value;
      r.losses.dropped(at, `The Responses format has no '${String(part.value.type)}' content.`);
      return null;
    default:
      r.losses.dropped(at, `The Responses format has no '${part.type}' in this place.`);
      return null;
  }
}

function renderText(part: TextPart, at: string, r: Rendering): JsonObject {
  const own = r.losses.own(part.extra, at);
  return { type: "input_text", text: part.text, ...cacheMark(part, at, r), ...own };
}

function renderImage(part: ImagePart, at: string, r: Rendering): JsonObject {
  const { source, detail } = part;
  return defined({
    type: "input_image",
    image_url: urlOfSource(source) ?? undefined,
    file_id: ownFileId(source, at),
    // OpenAI itself assumes it; servers that copy its API demand it.
    detail: detail ?? (r.isOwn ? undefined : "auto"),
    ...cacheMark(part, at, r),
    ...r.losses.own(part.extra, at),
  });
}

function renderFile(part: FilePart, at: string, r: Rendering): JsonObject {
  const { source, name } = part;
  const isData = source.kind === "base64";
  const url = urlOfSource(source) ?? undefined;
  return defined({
    type: "input_file",
    filename: name ?? (isData && !r.isOwn ? fileName(source.mediaType) : undefined),
    file_data: isData ? url : undefined,
    file_url: isData ? undefined : url,
    file_id: ownFileId(source, at),
    ...cacheMark(part, at, r),
    ...r.losses.own(part.extra, at),
  });
}

function renderAudio({ source, extra }: AudioPart, at: string, r: Rendering): JsonObject {
  if (source.kind !== "base64") {
    throw wrongValue(at, `Cannot send '${at}': OpenAI takes sound as base64 only.`);
  }
  const sound = { data: source.data, format: soundFormat(source.mediaType) };
  return { type: "input_audio", input_audio: sound, ...r.losses.own(extra, at) };
}

/** Chat and Responses share OpenAI's files. */
function ownFileId(source: MediaSource, at: string): string | undefined {
  if (source.kind !== "file_id") return undefined;
  if (source.format === OWN || source.format === "openai_chat") return source.id;
  throw wrongValue(
    at,
    `Cannot send '${at}': the file '${source.id}' is stored with another provider. Send its bytes.`,
  );
}

/** Marks of callers of other formats are left out: older models refuse them, all cache by themselves. */
function cacheMark(part: { readonly cache?: CacheMark }, at: string, r: Rendering): JsonObject {
  if (part.cache === undefined) return {};
  if (r.isOwn) return { prompt_cache_breakpoint: { mode: "explicit" } };
  noteCacheMark(at, r.losses);
  return {};
}

/** Tells that a mark was left out. */
export function noteCacheMark(at: string, losses: Losses): void {
  losses.adapted(at, "Cache marks are left out: OpenAI caches long prompts by itself.");
}

/**
 * A citation as an annotation of a text of this length; null for one without an address, which only
 * its own format can show. Without offsets of its own it is the whole text that is cited.
 */
export function renderAnnotation(citation: Citation, length: number): JsonObject | null {
  const { url, title, start, end, raw } = citation;
  if (raw.format === OWN) return raw.fields;
  if (url === null) return null;
  return {
    type: "url_citation",
    url,
    title: title ?? url,
    start_index: start ?? 0,
    end_index: end ?? length,
  };
}
