/**
 * Images, documents and sound as blocks of a request.
 *
 * @module
 */
import type { AudioPart, FilePart, ImagePart } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import { writeMark } from "./cache_mark.ts";
import { impossible, type Losses } from "./losses.ts";

/** An `image` block. Throws where the picture cannot be sent. */
export function imageBlock(part: ImagePart, losses: Losses): JsonObject {
  const { source, detail, at } = part;
  if (detail !== undefined && detail !== "auto") {
    losses.dropped(
      at === undefined ? "detail" : `${at}.detail`,
      "Anthropic takes no level of detail for images.",
    );
  }
  return {
    type: "image",
    source: sourceOf(part),
    ...writeMark(part.cache),
    ...losses.extra(part.extra, at),
  };

  function sourceOf({ at }: ImagePart): JsonObject {
    switch (source.kind) {
      case "base64":
        return { type: "base64", media_type: source.mediaType, data: source.data };
      case "url":
        return urlSource(source.url);
      case "file_id":
        return fileSource(source, at);
    }
  }
}

/** A `document` block, or an image that came as a file. Throws for what Claude cannot read. */
export function fileBlock(part: FilePart, losses: Losses): JsonObject {
  const { source, name, at, cache } = part;
  const isImage = source.kind !== "file_id" && source.mediaType?.startsWith("image/") === true;
  if (isImage) {
    return imageBlock(
      { type: "image", source, ...(at && { at }), ...(cache && { cache }) },
      losses,
    );
  }
  return {
    type: "document",
    source: documentSource(part),
    ...(name === undefined ? {} : { title: name }),
    ...writeMark(cache),
    ...losses.extra(part.extra, at),
  };
}

/** Types that are text, whatever they are called; Anthropic takes all as `text/plain`. */
const TEXTUAL =
  /^(text\/|application\/(json|xml|yaml|x-yaml|toml|javascript|x-ndjson)\b|.*\+(json|xml)$)/;

function documentSource({ source, at }: FilePart): JsonObject {
  switch (source.kind) {
    case "file_id":
      return fileSource(source, at);
    case "url":
      return urlSource(source.url);
    case "base64": {
      const type = source.mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
      if (type === "application/pdf") {
        return { type: "base64", media_type: type, data: source.data };
      }
      const text = TEXTUAL.test(type) ? decoded(source.data) : null;
      if (text !== null) return { type: "text", media_type: "text/plain", data: text };
      throw impossible(
        at,
        `Cannot send a file of type '${source.mediaType}' to an Anthropic model: it reads PDF, ` +
          `plain text and images. Convert the file, or choose a model of another provider.`,
      );
    }
  }
}

function decoded(data: string): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(Uint8Array.fromBase64(data));
  } catch {
    return null; // no text after all: the caller of this function refuses it
  }
}

/** A URL, or the data that a data URL holds. */
function urlSource(url: string): JsonObject {
  const data = /^data:([^;,]+)[^,]*;base64,(.*)$/s.exec(url);
  return data === null
    ? { type: "url", url }
    : { type: "base64", media_type: data[1], data: data[2] };
}

function fileSource(
  { id, format }: { readonly id: string; readonly format: string },
  at: string | undefined,
): JsonObject {
  if (format === "anthropic_messages") return { type: "file", file_id: id };
  throw impossible(
    at,
    `Cannot send the uploaded file '${id}' to an Anthropic model: only the provider it was ` +
      `uploaded to can read it. Send its content instead.`,
  );
}

/** What can be said of sound: its transcript. Throws where there is none. */
export function audioBlock({ transcript, at, id }: AudioPart, losses: Losses): JsonObject {
  if (transcript === undefined || transcript === "") {
    throw impossible(
      at,
      `Cannot send sound${
        id === undefined ? "" : ` ('${id}')`
      } to an Anthropic model: it does not ` +
        `listen. Send a transcript, or choose a model of another provider.`,
    );
  }
  losses.adapted(at ?? "messages", "Sound is sent to Anthropic as its transcript.");
  return { type: "text", text: transcript };
}
