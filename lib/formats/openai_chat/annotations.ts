/**
 * Sources that an answer cites: OpenAI's `annotations`, Perplexity's `citations` and `search_results`.
 *
 * @module
 */
import type { Citation } from "../../domain/conversation/parts.ts";
import { countAt, isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";

/** The citations in a list of annotations; kinds without an address keep their raw form. */
export function readAnnotations(annotations: unknown): Citation[] {
  if (!Array.isArray(annotations)) return [];
  return annotations.filter(isObject).map((annotation) => {
    // Some providers leave the inner object out.
    const cited = objectAt(annotation, "url_citation") ?? annotation;
    return {
      url: textAt(cited, "url"),
      title: textAt(cited, "title"),
      citedText: textAt(cited, "content"),
      start: countAt(cited, "start_index"),
      end: countAt(cited, "end_index"),
      raw: { format: "openai_chat", fields: annotation },
    };
  });
}

/** Perplexity's sources, which belong to the answer as a whole: `[1]` in its text is the first. */
export function readSources(body: JsonObject): Citation[] {
  const { citations, search_results: results } = body;
  const found: unknown[] = Array.isArray(results) && results.length > 0
    ? results
    : Array.isArray(citations)
    ? citations.map((url: unknown) => ({ url }))
    : [];
  return found.flatMap((source) => {
    const url = textAt(source, "url");
    if (url === null || !isObject(source)) return [];
    return [{
      url,
      title: textAt(source, "title"),
      citedText: textAt(source, "snippet"),
      start: null,
      end: null,
      raw: { format: "openai_chat", fields: source },
    }];
  });
}

/** Where the cited text stands in the message: parts are joined, so that offsets move. */
export interface CitedSpan {
  readonly offset: number;
  readonly length: number;
}

/**
 * A citation as an annotation; null for one that has no address, which only its own format can show.
 * Without offsets of its own it is the whole part that is cited.
 */
export function annotationOf(citation: Citation, { offset, length }: CitedSpan): JsonObject | null {
  const { url, title, start, end, citedText, raw } = citation;
  if (url === null) {
    const isOther = raw.format === "openai_chat" && typeof raw.fields.type === "string";
    return isOther ? raw.fields : null;
  }
  return {
    type: "url_citation",
    url_citation: {
      url,
      title: title ?? url,
      start_index: offset + (start ?? 0),
      end_index: offset + (end ?? length),
      ...(citedText === null ? {} : { content: citedText }),
    },
  };
}
