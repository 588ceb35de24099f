/**
 * Reads the content of input messages and of tool outputs (OpenAI API reference, responses:
 * `input_text`, `input_image`, `input_file`, `input_audio`, `output_text`).
 *
 * @module
 */
import type {
  AudioPart,
  CacheMark,
  Citation,
  FilePart,
  ForeignPart,
  ImagePart,
  MediaSource,
  TextPart,
} from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { fileType, soundType, sourceOfUrl } from "../openai_chat/media.ts";
import { optionalText, requireObject, requireText, wrongType } from "../openai_chat/wrong_value.ts";
import { OWN, ownExtra, unknownMembers } from "./own_members.ts";

/** What the content of a message or of a tool's output may hold. */
export type ContentPart = TextPart | ImagePart | AudioPart | FilePart | ForeignPart;

/**
 * The parts of a content list, or of a plain text.
 *
 * Throws `invalid_request` naming the part (`input[0].content[2].image_url`).
 */
export function parseContent(content: unknown, at: string): ContentPart[] {
  if (typeof content === "string") return [{ type: "text", text: content, at }];
  if (!Array.isArray(content)) throw wrongType(at, "a string or an array of parts", content);
  return content.map((part: unknown, i) => {
    const where = `${at}[${i}]`;
    return parseContentPart(requireObject(part, where), where);
  });
}

/** One part of a list. Types that nobody here knows stay as they are, for their own format. */
export function parseContentPart(part: JsonObject, at: string): ContentPart {
  switch (requireText(part.type, `${at}.type`)) {
    case "input_text":
    case "output_text":
    case "text":
      return parseText(part, at);
    case "input_image":
      return parseImage(part, at);
    case "input_file":
      return parseFile(part, at);
    case "input_audio": {
      const sound = requireObject(part.input_audio, `${at}.input_audio`);
      const data = requireText(sound.data, `${at}.input_audio.data`);
      const format = requireText(sound.format, `${at}.input_audio.format`);
      const source: MediaSource = { kind: "base64", mediaType: soundType(format), data };
      return defined({ type: "audio" as const, source, at, extra: rest(part, ["input_audio"]) });
    }
    default:
      return { type: "foreign", format: OWN, value: part, at };
  }
}

function parseText(part: JsonObject, at: string): TextPart {
  const citations = Array.isArray(part.annotations)
    ? part.annotations.filter(isObject).map(parseAnnotation)
    : [];
  return defined({
    type: "text" as const,
    text: requireText(part.text, `${at}.text`),
    citations: citations.length === 0 ? undefined : citations,
    at,
    cache: cacheMark(part),
    // Log probabilities are played back by some clients and mean nothing in a prompt.
    extra: rest(part, ["text", "annotations", "logprobs"]),
  });
}

/** An annotation of a text. Those without a URL name a file of OpenAI's by title only. */
export function parseAnnotation(annotation: JsonObject): Citation {
  const { start_index, end_index } = annotation;
  return {
    url: textAt(annotation, "url"),
    title: textAt(annotation, "title") ?? textAt(annotation, "filename"),
    citedText: null,
    start: typeof start_index === "number" ? start_index : null,
    end: typeof end_index === "number" ? end_index : null,
    raw: { format: OWN, fields: annotation },
  };
}

function parseImage(part: JsonObject, at: string): ImagePart {
  const url = optionalText(part.image_url, `${at}.image_url`);
  const id = optionalText(part.file_id, `${at}.file_id`);
  if (url === undefined && id === undefined) {
    throw wrongType(at, "an image with 'image_url' or 'file_id'", part);
  }
  return defined({
    type: "image" as const,
    source: url === undefined ? fileId(id ?? "") : sourceOfUrl(url),
    detail: optionalText(part.detail, `${at}.detail`),
    at,
    cache: cacheMark(part),
    extra: rest(part, ["image_url", "file_id", "detail"]),
  });
}

function parseFile(part: JsonObject, at: string): FilePart {
  const name = optionalText(part.filename, `${at}.filename`);
  const data = optionalText(part.file_data, `${at}.file_data`);
  const url = optionalText(part.file_url, `${at}.file_url`);
  const id = optionalText(part.file_id, `${at}.file_id`);
  const source = data !== undefined
    ? sourceOfData(data, name)
    : url !== undefined
    ? sourceOfUrl(url)
    : id !== undefined
    ? fileId(id)
    : null;
  if (source === null) {
    throw wrongType(at, "a file with 'file_data', 'file_url' or 'file_id'", part);
  }
  return defined({
    type: "file" as const,
    source,
    name,
    at,
    cache: cacheMark(part),
    extra: rest(part, ["filename", "file_data", "file_url", "file_id"]),
  });
}

/** A `data:` URL, or bare base64 whose kind only the name tells. */
function sourceOfData(data: string, name: string | undefined): MediaSource {
  if (data.startsWith("data:")) return sourceOfUrl(data);
  return { kind: "base64", mediaType: fileType(name), data };
}

function fileId(id: string): MediaSource {
  return { kind: "file_id", id, format: OWN };
}

/** `prompt_cache_breakpoint`, OpenAI's mark for what Anthropic calls `cache_control`. */
function cacheMark(part: JsonObject): CacheMark | undefined {
  return isObject(part.prompt_cache_breakpoint) ? { ttl: "5m" } : undefined;
}

function rest(part: JsonObject, known: readonly string[]) {
  return unknownMembers(part, new Set(["type", "prompt_cache_breakpoint", ...known]));
}

/** Item members that belong to no part, kept on the first one: `phase`, and the rest in `item`. */
export function itemExtra(item: JsonObject, known: ReadonlySet<string>) {
  const { phase, ...unknown } = unknownMembers(item, known)?.fields ?? {};
  return ownExtra({ phase, item: ownExtra(unknown)?.fields });
}
