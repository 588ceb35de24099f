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
import type { CallerAnswer } from "./answer.ts";
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
  const { status, body, headers } = estimatedCount(draft, call);
  settler.close(draft, { outcome: "complete", httpStatus: status });
  return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
}

/**
 * Whether a provider's error says that it has no endpoint for counting, as look-alikes of Anthropic
 * have none, rather than no such model. Claude Code would count with answers of one token instead,
 * and those are paid for.
 */
export function cannotCount({ endpoint }: Draft, status: number, message: string): boolean {
  return endpoint.countsTokens === true && (status === 404 || status === 405 || status === 501) &&
    !/model|deployment/i.test(message);
}

/** The answer with our own estimate. */
export function estimatedCount(draft: Draft, call: Call): CallerAnswer {
  const count = estimatePromptTokens(decoder.decode(call.bytes));
  return {
    status: 200,
    body: JSON.stringify(countBody(draft.endpoint.format, count)),
    headers: [
      ...ownHeaders(draft),
      ["x-flow-estimated", "true"],
      ["content-type", "application/json"],
    ],
  };
}

function countBody(format: FormatName, count: number): Readonly<Record<string, number>> {
  return format === "gemini" ? { totalTokens: count } : { input_tokens: count };
}
