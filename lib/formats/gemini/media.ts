/**
 * Images, sound and files: bytes in `inlineData`, places in `fileData`.
 *
 * @module
 */
import type {
  AudioPart,
  FilePart,
  ImagePart,
  MediaSource,
} from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import type { Losses } from "./losses.ts";
import { join, wrongValue } from "./typed_members.ts";

type MediaPart = ImagePart | AudioPart | FilePart;

/** The neutral part for bytes of a type. */
export function mediaPart(source: MediaSource, mediaType: string | null): MediaPart {
  if (mediaType?.startsWith("image/")) return { type: "image", source };
  if (mediaType?.startsWith("audio/")) return { type: "audio", source };
  return { type: "file", source };
}

/** Where `fileData` points to. Files that were uploaded to Google are readable there only. */
export function sourceOfUri(uri: string, mediaType: string | null): MediaSource {
  return isUploaded(uri)
    ? { kind: "file_id", id: uri, format: "gemini" }
    : { kind: "url", url: uri, mediaType };
}

/** `https://generativelanguage.googleapis.com/v1beta/files/…` or `files/…`. */
function isUploaded(uri: string): boolean {
  return /^(https:\/\/generativelanguage\.googleapis\.com\/.*)?files\//.test(uri);
}

/**
 * The Gemini part for a source. Throws `invalid_request` for what Gemini cannot read: another
 * provider's file, or an address whose kind of content nobody tells.
 */
export function renderSource(part: MediaPart, losses: Losses): JsonObject {
  const { source } = part;
  const at = part.at ?? "";
  switch (source.kind) {
    case "base64":
      return { inlineData: { mimeType: source.mediaType, data: source.data } };
    case "file_id":
      if (source.format === "gemini") return { fileData: { fileUri: source.id } };
      throw wrongValue(
        at,
        `Gemini cannot read the file '${source.id}': it was uploaded to another provider. Send its ` +
          `content as base64.`,
      );
    case "url": {
      const inline = sourceOfDataUrl(source.url);
      if (inline !== null) return { inlineData: inline };
      return renderUrl(source.url, source.mediaType, part, losses);
    }
  }
}

function renderUrl(
  url: string,
  mediaType: string | null,
  part: MediaPart,
  losses: Losses,
): JsonObject {
  const mimeType = mediaType ?? typeByEnding(url);
  if (url.startsWith("gs://") || isVideoSite(url)) {
    return { fileData: { ...(mimeType === null ? {} : { mimeType }), fileUri: url } };
  }
  if (mimeType === null) {
    throw wrongValue(
      part.at ?? "",
      `Gemini must be told what kind of content an address has, and '${url.slice(0, 100)}' does ` +
        `not end in a known file extension. Send the content as base64.`,
    );
  }
  losses.adapted(
    part.at ?? part.type,
    "Gemini fetches the address itself ('fileData'), which only models since 2.5 can.",
  );
  return { fileData: { mimeType, fileUri: url } };
}

function isVideoSite(url: string): boolean {
  return /^https:\/\/(www\.youtube\.com|youtube\.com|youtu\.be)\//.test(url);
}

function sourceOfDataUrl(url: string): JsonObject | null {
  const found = /^data:([^;,]*)(?:;[^,]*)?;base64,/.exec(url);
  if (found === null) return null;
  const mimeType = found[1] === "" ? "application/octet-stream" : found[1];
  return { mimeType, data: url.slice(found[0].length) };
}

/** What Gemini reads, by file extension (Gemini API documentation, "Image/Video/Audio/Document"). */
const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  heic: "image/heic",
  heif: "image/heif",
  gif: "image/gif",
  pdf: "application/pdf",
  txt: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
  html: "text/html",
  json: "application/json",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  flac: "audio/flac",
  ogg: "audio/ogg",
  m4a: "audio/mp4",
  mp4: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
};

/** The media type that an address ends in; null for an unknown one. */
export function typeByEnding(url: string): string | null {
  const path = url.replace(/[?#].*$/s, "");
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] ?? null : null;
}

/** Tells of what a media part says beside its content. */
export function tellMediaLosses(part: MediaPart, losses: Losses): void {
  const at = part.at ?? "";
  if (part.type === "image" && part.detail !== undefined && part.detail !== "auto") {
    losses.dropped(join(at, "detail"), "Gemini has no level of detail for one image.");
  }
  if (part.type === "file" && part.name !== undefined) {
    losses.dropped(join(at, "name"), "Gemini takes no file names.");
  }
  if (part.type === "audio" && part.transcript !== undefined) {
    losses.dropped(join(at, "transcript"), "Gemini takes no transcript beside sound.");
  }
}
