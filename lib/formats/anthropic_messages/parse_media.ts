/**
 * Images and documents of a request.
 *
 * @module
 */
import type {
  FilePart,
  ForeignPart,
  ImagePart,
  MediaSource,
} from "../../domain/conversation/parts.ts";
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { maybeText, objectOf, pathOf, textOf } from "./fields.ts";

/** An image block's content; what else the block bears is the caller's to add. */
export function readImage(block: JsonObject, at: string): ImagePart {
  const source = objectOf(block, "source", at);
  const path = pathOf(at, "source");
  switch (source.type) {
    case "base64":
    case "url":
    case "file":
      return { type: "image", at, source: readSource(source, path) };
    default:
      throw unknownSource(source, path);
  }
}

/** A document block's content; `source` in `rest` is what the neutral form cannot hold. */
export function readDocument(
  block: JsonObject,
  at: string,
): { readonly part: FilePart | ForeignPart; readonly rest?: JsonObject } {
  const source = objectOf(block, "source", at);
  const path = pathOf(at, "source");
  const title = maybeText(block, "title", at);
  const file = (of: MediaSource): FilePart => ({
    type: "file",
    at,
    source: of,
    ...(title === undefined ? {} : { name: title }),
  });
  switch (source.type) {
    case "base64":
    case "url":
    case "file":
      return { part: file(readSource(source, path)) };
    case "text":
      return { part: file(plainText(textOf(source, "data", path))) };
    case "content": {
      const text = textOfContent(source.content);
      if (text === null) {
        return { part: { type: "foreign", at, format: "anthropic_messages", value: block } };
      }
      return { part: file(plainText(text)), rest: { source } };
    }
    default:
      throw unknownSource(source, path);
  }
}

function readSource(source: JsonObject, path: string): MediaSource {
  switch (source.type) {
    case "base64":
      return {
        kind: "base64",
        mediaType: textOf(source, "media_type", path),
        data: textOf(source, "data", path),
      };
    case "url":
      return { kind: "url", url: textOf(source, "url", path), mediaType: null };
    default:
      return {
        kind: "file_id",
        id: textOf(source, "file_id", path),
        format: "anthropic_messages",
      };
  }
}

function plainText(text: string): MediaSource {
  const data = new TextEncoder().encode(text).toBase64();
  return { kind: "base64", mediaType: "text/plain", data };
}

/** The text of a document given as blocks; null when it has pictures too. */
function textOfContent(content: unknown): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((block: unknown) =>
    isObject(block) && block.type === "text" && typeof block.text === "string" ? block.text : null
  );
  return texts.every((text) => text !== null) ? texts.join("\n") : null;
}

function unknownSource(source: JsonObject, path: string): FlowError {
  return new FlowError(
    "invalid_request",
    `Invalid '${path}.type': ${JSON.stringify(source.type) ?? "nothing"} is no source of such a ` +
      `block. Use "base64", "url" or "file".`,
    { param: `${path}.type` },
  );
}
