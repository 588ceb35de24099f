/**
 * The headers that we add to every answer.
 *
 * @module
 */
import { decisionHeader } from "../router/decision_text.ts";
import type { Draft } from "./draft.ts";
import { warningsHeader } from "./translation.ts";

/** Who served the request, under which id, and what was lost on the way. */
export function ownHeaders(draft: Draft): [string, string][] {
  const headers: [string, string][] = [
    ["x-request-id", draft.id],
    ["x-flow-attempts", String(draft.sentAttempts)],
  ];
  const { attempted, fallbackFrom, upstreamRequestId, warnings, decision } = draft;
  if (attempted !== null) {
    headers.push(["x-flow-provider", headerText(attempted.provider)]);
    headers.push(["x-flow-model", headerText(attempted.upstreamModel)]);
  }
  if (decision !== null) {
    headers.push(["x-flow-tier", decision.tier]);
    headers.push(["x-flow-decision", decisionHeader(decision)]);
  }
  if (fallbackFrom !== null) headers.push(["x-flow-fallback-from", headerText(fallbackFrom)]);
  if (upstreamRequestId !== null) headers.push(["x-flow-upstream-request-id", upstreamRequestId]);
  if (warnings.length > 0) {
    const text = warningsHeader(warnings);
    if (text !== null) headers.push(["x-flow-warnings", text]);
  }
  return headers;
}

/** Header values are bytes (RFC 9110 §5.5): anything else in a name is percent-encoded. */
function headerText(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed());
}
