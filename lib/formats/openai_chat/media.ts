/**
 * Bytes inside JSON as OpenAI chat has them: `data:` URLs, and sound by its format's name.
 *
 * @module
 */
import type { MediaSource } from "../../domain/conversation/parts.ts";

const BASE64 = ";base64,";

/** What an address stands for: the bytes that it holds, or a place. */
export function sourceOfUrl(url: string, mediaType: string | null = null): MediaSource {
  if (url.startsWith("data:")) {
    const mark = url.indexOf(BASE64);
    if (mark >= 0) {
      return {
        kind: "base64",
        mediaType: url.slice("data:".length, mark).toLowerCase() || "application/octet-stream",
        data: url.slice(mark + BASE64.length),
      };
    }
  }
  return { kind: "url", url, mediaType };
}

/** The address of bytes or of a place; null for a file that only its provider knows. */
export function urlOfSource(source: MediaSource): string | null {
  if (source.kind === "base64") return `data:${source.mediaType}${BASE64}${source.data}`;
  return source.kind === "url" ? source.url : null;
}

/** `input_audio.format` and `audio.format` ↔ media type (OpenAI API reference, audio input). */
const SOUNDS: readonly [format: string, mediaType: string][] = [
  ["wav", "audio/wav"],
  ["mp3", "audio/mpeg"],
  ["pcm16", "audio/pcm"],
];

/** The media type of sound. */
export function soundType(format: string): string {
  return SOUNDS.find(([name]) => name === format)?.[1] ?? `audio/${format}`;
}

/** OpenAI's name for a kind of sound. */
export function soundFormat(mediaType: string): string {
  const bare = mediaType.split(";", 1)[0]!.trim();
  const known = SOUNDS.find(([, type]) => type === bare)?.[0];
  return known ?? bare.replace(/^audio\/(x-)?/, "");
}

const FILE_TYPES: readonly [ending: string, mediaType: string][] = [
  ["pdf", "application/pdf"],
  ["txt", "text/plain"],
  ["md", "text/markdown"],
  ["csv", "text/csv"],
  ["html", "text/html"],
  ["json", "application/json"],
  ["mp4", "video/mp4"],
];

/** A file's media type by its name; bytes of no known kind otherwise. */
export function fileType(name: string | undefined): string {
  const ending = name?.toLowerCase().split(".").at(-1);
  return FILE_TYPES.find(([known]) => known === ending)?.[1] ?? "application/octet-stream";
}

/** A name for a file that has none: OpenAI wants one beside `file_data`. */
export function fileName(mediaType: string): string {
  const ending = FILE_TYPES.find(([, type]) => type === mediaType)?.[0] ?? "bin";
  return `file.${ending}`;
}

/** Text out of base64; undefined when it is not UTF-8. */
export function textOfBase64(data: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(data));
  } catch {
    return undefined; // not text: whoever asks has another way for bytes
  }
}

/** One base64 text out of fragments, each of which may be padded for itself. */
export function joinBase64(fragments: readonly string[]): string {
  const joined = fragments.join("");
  const padding = joined.indexOf("=");
  if (padding < 0 || padding >= joined.length - 2) return joined;
  try {
    const pieces = fragments.map((fragment) => [...Uint8Array.fromBase64(fragment)]);
    return Uint8Array.from(pieces.flat()).toBase64();
  } catch {
    return joined; // no base64 at all: whoever plays it finds out
  }
}
