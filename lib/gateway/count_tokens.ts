/**
 * Counts the tokens of a request for callers whose format has an endpoint for it, where the provider
 * of the model has none.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import type { Call } from "../formats/call.ts";
import { formatFor } from "../providers/choose_format.ts";
import { countTokensUrl } from "../providers/request_url.ts";
import { estimatePromptTokens } from "../usage/estimate_tokens.ts";
import { ownHeaders } from "./answer_headers.ts";
import { destinationOf } from "./destination.ts";
import type { Draft } from "./draft.ts";
import type { Resolved } from "./resolve.ts";
import type { Settler } from "./settle.ts";

const decoder = new TextDecoder();

/**
 * The answer with our own estimate; null when the provider can be asked. An estimate says so in the
 * header `x-flow-estimated`.
 */
export function countHere(
  draft: Draft,
  call: Call,
  { entry, upstreamModel }: Resolved,
  settler: Settler,
): Response | null {
  const { format } = draft.endpoint;
  const destination = destinationOf(entry, entry.keys[0] ?? null);
  const isSpoken = formatFor(destination, format) === format;
  if (isSpoken && countTokensUrl(destination, format, upstreamModel) !== null) return null;
  const count = estimatePromptTokens(decoder.decode(call.bytes));
  const headers = [...ownHeaders(draft), ["x-flow-estimated", "true"] as [string, string]];
  settler.close(draft, { outcome: "complete", httpStatus: 200 });
  return Response.json(countBody(format, count), { headers });
}

function countBody(format: FormatName, count: number): Readonly<Record<string, number>> {
  return format === "gemini" ? { totalTokens: count } : { input_tokens: count };
}
