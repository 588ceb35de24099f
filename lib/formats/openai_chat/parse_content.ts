/**
 * Reads the content of a chat message: text, or a list of parts (OpenAI API reference, chat;
 * `video_url` is from Alibaba and OpenRouter, `cache_control` from Anthropic by way of OpenRouter).
 *
 * @module
 */
import type {
  AudioPart,
  CacheMark,
  FilePart,
  ForeignPart,
  ImagePart,
  TextPart,
} from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { fileType, soundType, sourceOfUrl } from "./media.ts";
import {
  optionalText,
  requireObject,
  requireText,
  unknownMembers,
  wrongType,
} from "./wrong_value.ts";

/** What the content of any message may hold. */
export type ContentPart = TextPart | ImagePart | AudioPart | FilePart | ForeignPart;

/**
 * The parts of a message's content; none for `null` and `""`.
 *
 * Throws `invalid_request` naming the part (`messages[0].content[2].image_url`).
 */
export function parseContent(content: unknown, at: string): ContentPart[] {
  if (content === undefined || content === null || content === "") return [];
  if (typeof content === "string") return [{ type: "text", text: content, at }];
  if (!Array.isArray(content)) throw wrongType(at, "a string or an array of parts", content);
  return content.map((part: unknown, i) => {
    const where = `${at}[${i}]`;
    return typeof part === "string"
      ? { type: "text", text: part, at: where }
      : parseContentPart(requireObject(part, where), where);
  });
}

/** One part of a list. Types that nobody here knows stay as they are, for their own format. */
export function parseContentPart(part: JsonObject, at: string): ContentPart {
  const type = requireText(part.type, `${at}.type`);
  switch (type) {
    case "text":
    case "input_text":
      return { type: "text", text: requireText(part.text, `${at}.text`), ...rest(part, at) };
    case "image_url":
      return parseImage(part, at);
    case "input_audio": {
      const sound = requireObject(part.input_audio, `${at}.input_audio`);
      const data = requireText(sound.data, `${at}.input_audio.data`);
      const format = requireText(sound.format, `${at}.input_audio.format`);
      const source = { kind: "base64" as const, mediaType: soundType(format), data };
      return { type: "audio", source, ...withoutCache(rest(part, at)) };
    }
    case "file":
      return parseFile(part, at);
    case "video_url": {
      const url = addressIn(part.video_url, `${at}.video_url`);
      return { type: "file", source: sourceOfUrl(url, "video/mp4"), ...rest(part, at) };
    }
    default:
      return { type: "foreign", format: "openai_chat", value: part, at };
  }
}

function parseImage(part: JsonObject, at: string): ImagePart {
  const image = part.image_url;
  return defined({
    type: "image" as const,
    source: sourceOfUrl(addressIn(image, `${at}.image_url`)),
    detail: isObject(image) ? optionalText(image.detail, `${at}.image_url.detail`) : undefined,
    ...rest(part, at),
  });
}

/** `{url}` or, as Mistral takes it, the address itself. */
function addressIn(value: unknown, at: string): string {
  return typeof value === "string" ? value : requireText(requireObject(value, at).url, `${at}.url`);
}

function parseFile(part: JsonObject, at: string): FilePart {
  const file = requireObject(part.file, `${at}.file`);
  const name = optionalText(file.filename, `${at}.file.filename`);
  const id = optionalText(file.file_id, `${at}.file.file_id`);
  const data = optionalText(file.file_data, `${at}.file.file_data`);
  if (id === undefined && data === undefined) {
    throw wrongType(`${at}.file`, "an object with 'file_data' or 'file_id'", file);
  }
  return defined({
    type: "file" as const,
    source: data === undefined
      ? { kind: "file_id" as const, id: id ?? "", format: "openai_chat" as const }
      : fileSource(data, name),
    name,
    ...rest(part, at),
  });
}

/** A `data:` URL, an address (OpenRouter), or bare base64. */
function fileSource(data: string, name: string | undefined) {
  const isUrl = data.startsWith("data:") || /^https?:\/\//.test(data);
  if (isUrl) return sourceOfUrl(data);
  return { kind: "base64" as const, mediaType: fileType(name), data };
}

const KNOWN: ReadonlySet<string> = new Set([
  "type",
  "text",
  "image_url",
  "input_audio",
  "file",
  "video_url",
  "cache_control",
]);

function rest(part: JsonObject, at: string) {
  return defined({ at, cache: cacheMark(part), extra: unknownMembers(part, KNOWN) });
}

/** Sound has no cache mark in any format. */
function withoutCache<T extends { cache?: CacheMark }>({ cache: _, ...kept }: T): Omit<T, "cache"> {
  return kept;
}

/** Anthropic's mark on a message, part or tool; undefined when there is none. */
export function cacheMark(node: JsonObject): CacheMark | undefined {
  const mark = node.cache_control;
  if (!isObject(mark)) return undefined;
  return { ttl: mark.ttl === "1h" ? "1h" : "5m" };
}
