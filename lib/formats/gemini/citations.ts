/**
 * Sources that an answer cites: `groundingMetadata` of searches, `citationMetadata` of quotations.
 *
 * @module
 */
import type { Citation } from "../../domain/conversation/parts.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { bytesOfUnits, unitsOfBytes } from "./byte_offsets.ts";

/** The citations of one text by both kinds of metadata; each may be absent. */
export function readCitations(
  text: string,
  grounding: unknown,
  quotations: readonly JsonObject[],
): Citation[] {
  return [...groundingCitations(text, grounding), ...quotationCitations(text, quotations)];
}

/** The list inside `citationMetadata`; Vertex AI calls it `citations`. */
export function quotationsIn(metadata: unknown): readonly JsonObject[] {
  if (!isObject(metadata)) return [];
  const list = metadata.citationSources ?? metadata.citations;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function* groundingCitations(text: string, grounding: unknown): Generator<Citation> {
  if (!isObject(grounding)) return;
  const chunks: readonly unknown[] = listAt(grounding, "groundingChunks");
  for (const support of listAt(grounding, "groundingSupports")) {
    if (!isObject(support)) continue;
    const place = placeOf(text, support.segment);
    for (const index of listAt(support, "groundingChunkIndices")) {
      const chunk = typeof index === "number" ? chunks[index] : undefined;
      if (!isObject(chunk)) continue;
      const source = sourceOf(chunk);
      yield {
        url: textAt(source, "uri") ?? textAt(source, "sourceUri"),
        title: textAt(source, "title"),
        ...place,
        raw: { format: "gemini", fields: { groundingChunk: chunk, groundingSupport: support } },
      };
    }
  }
}

function* quotationCitations(text: string, list: readonly JsonObject[]): Generator<Citation> {
  for (const source of list) {
    yield {
      url: textAt(source, "uri"),
      title: textAt(source, "title"),
      ...placeOf(text, source),
      raw: { format: "gemini", fields: { citationSource: source } },
    };
  }
}

/** `{web: …}`, `{maps: …}`, `{retrievedContext: …}`, `{image: …}`. */
function sourceOf(chunk: JsonObject): JsonObject | undefined {
  return Object.values(chunk).find(isObject);
}

type Place = Pick<Citation, "citedText" | "start" | "end">;

/**
 * Where a segment stands. Offsets are bytes within one part of the answer, and parts may have been
 * joined meanwhile: the segment's own text decides.
 */
function placeOf(text: string, segment: unknown): Place {
  const end = byteOffset(segment, "endIndex");
  if (end === null) return { citedText: textAt(segment, "text"), start: null, end: null };
  // A zero is left out in Google's JSON.
  const from = unitsOfBytes(text, byteOffset(segment, "startIndex") ?? 0);
  const to = unitsOfBytes(text, end);
  const cited = textAt(segment, "text");
  // Offsets beyond the text are those of an answer that was cut, or of one that nobody sent.
  if (cited === null && to <= from) return { citedText: null, start: null, end: null };
  if (cited === null || text.slice(from, to) === cited) {
    return { citedText: cited ?? text.slice(from, to), start: from, end: to };
  }
  const found = text.indexOf(cited);
  return found < 0
    ? { citedText: cited, start: null, end: null }
    : { citedText: cited, start: found, end: found + cited.length };
}

function byteOffset(segment: unknown, key: string): number | null {
  const value = isObject(segment) ? segment[key] : undefined;
  return typeof value === "number" && value >= 0 ? value : null;
}

function listAt(from: JsonObject, key: string): readonly unknown[] {
  const list = from[key];
  return Array.isArray(list) ? list : [];
}

/** A text of an answer with what it cites, and its place among the candidate's parts. */
export interface CitedText {
  readonly text: string;
  readonly partIndex: number;
  readonly citations: readonly Citation[];
}

/** `groundingMetadata` and `citationMetadata` that say the same as the citations; each if needed. */
export function renderCitations(texts: readonly CitedText[]): JsonObject {
  const chunks = new Map<string, number>();
  const groundingChunks: JsonObject[] = [];
  const groundingSupports: JsonObject[] = [];
  const citationSources: JsonObject[] = [];
  for (const { text, partIndex, citations } of texts) {
    for (const citation of citations) {
      const quotation = ownRaw(citation, "citationSource");
      if (quotation !== undefined) {
        citationSources.push(quotation);
        continue;
      }
      const chunk = ownRaw(citation, "groundingChunk") ?? webChunk(citation);
      const key = JSON.stringify(chunk);
      const index = chunks.get(key) ?? groundingChunks.push(chunk) - 1;
      chunks.set(key, index);
      const segment = segmentOf(citation, text, partIndex);
      groundingSupports.push({ segment, groundingChunkIndices: [index] });
    }
  }
  return {
    ...(groundingChunks.length === 0
      ? {}
      : { groundingMetadata: { groundingChunks, groundingSupports } }),
    ...(citationSources.length === 0 ? {} : { citationMetadata: { citationSources } }),
  };
}

function ownRaw({ raw }: Citation, name: string): JsonObject | undefined {
  return raw.format === "gemini" ? objectAt(raw.fields, name) : undefined;
}

function webChunk({ url, title }: Citation): JsonObject {
  return { web: { ...(url === null ? {} : { uri: url }), ...(title === null ? {} : { title }) } };
}

function segmentOf(
  { start, end, citedText }: Citation,
  text: string,
  partIndex: number,
): JsonObject {
  return {
    partIndex,
    ...(start === null ? {} : { startIndex: bytesOfUnits(text, start) }),
    ...(end === null ? {} : { endIndex: bytesOfUnits(text, end) }),
    ...(citedText === null ? {} : { text: citedText }),
  };
}
