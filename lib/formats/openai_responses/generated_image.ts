/**
 * Pictures that the model made: `image_generation_call` items.
 *
 * @module
 */
import type { ImagePart } from "../../domain/conversation/parts.ts";
import { defined } from "../json/defined.ts";
import { type JsonObject, textAt } from "../json/guards.ts";
import { notesOf, OWN, ownExtra, unknownMembers } from "./own_members.ts";

const KNOWN: ReadonlySet<string> = new Set(["type", "id", "status", "result", "output_format"]);

/** The picture of such an item; null when it has none (yet). */
export function parseGeneratedImage(item: JsonObject): ImagePart | null {
  const data = textAt(item, "result");
  if (data === null) return null;
  const kind = textAt(item, "output_format") ?? "png";
  return defined({
    type: "image" as const,
    source: { kind: "base64" as const, mediaType: `image/${kind}`, data },
    extra: unknownMembers(item, KNOWN),
    bookkeeping: ownExtra({ id: item.id, status: item.status }),
  });
}

/** The item of a picture; null for one that is not at hand as bytes. */
export function generatedImage(part: ImagePart, id: string): JsonObject | null {
  if (part.source.kind !== "base64") return null;
  const { mediaType, data } = part.source;
  const kind = mediaType.replace(/^image\//, "");
  return {
    type: "image_generation_call",
    id,
    status: "completed",
    ...notesOf(part),
    ...(kind === "png" ? {} : { output_format: kind }),
    ...(part.extra?.format === OWN ? part.extra.fields : {}),
    result: data,
  };
}
