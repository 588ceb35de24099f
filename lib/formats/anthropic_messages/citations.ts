/**
 * Sources that a text cites.
 *
 * @module
 */
import type { Citation } from "../../domain/conversation/parts.ts";
import { packCarrier, unpackCarrier } from "../carrier.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";

/**
 * Reads one citation. Its offsets count characters of the document, not of the text, so that the
 * neutral ones stay unknown.
 */
export function readCitation(value: JsonObject): Citation {
  const index = textAt(value, "encrypted_index");
  const isOurs = index !== null && unpackCarrier(index) !== null;
  return {
    url: textAt(value, "url") ?? textAt(value, "source"),
    title: textAt(value, "title") ?? textAt(value, "document_title"),
    citedText: textAt(value, "cited_text"),
    start: null,
    end: null,
    // One that we made for another provider's source proves nothing to Anthropic.
    raw: isOurs ? { format: "none", fields: {} } : { format: "anthropic_messages", fields: value },
  };
}

/** Reads a block's `citations`; undefined when there are none. */
export function readCitations(value: unknown): readonly Citation[] | undefined {
  const list = Array.isArray(value) ? value.filter(isObject).map(readCitation) : [];
  return list.length === 0 ? undefined : list;
}

/** Anthropic's own citation; null for another provider's. */
export function nativeCitation({ raw }: Citation): JsonObject | null {
  return raw.format === "anthropic_messages" ? raw.fields : null;
}

/**
 * A citation for a caller. A foreign source becomes a web search result, whose opaque index says that
 * we made it; null when it has no address.
 */
export function answerCitation(citation: Citation): JsonObject | null {
  const native = nativeCitation(citation);
  if (native !== null) return native;
  const { url, title, citedText } = citation;
  if (url === null) return null;
  return {
    type: "web_search_result_location",
    url,
    title,
    cited_text: citedText ?? "",
    encrypted_index: packCarrier({}),
  };
}
