/**
 * Whether an answer that was received is one, or a failure that another attempt may cure.
 *
 * @module
 */
import type { ProviderError } from "../domain/conversation/provider_error.ts";
import type { FormatName } from "../domain/request_record.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { reportsError } from "../formats/openai_chat/upstream_error.ts";
import { classify } from "./classify.ts";
import { type Failure, failureOfError } from "./failure.ts";
import { earlyError, peek } from "./first_event.ts";
import type { Received } from "./receive.ts";

/** An answer with what is wrong with it. */
export interface Examined {
  /** The answer, still whole. */
  readonly received: Received;
  /** Null when it can go to the caller. */
  readonly failure: Failure | null;
}

/** Larger answers are taken at their word. */
const INSIDE_BYTES = 64 * 1024;
/** What is read of an error to understand it. */
const ERROR_CHARS = 64 * 1024;

/**
 * Examines what can be without waiting. An error under status 200 is looked for in small answers only
 * when `looksInside`, since all answers pay for that.
 *
 * @param format what the provider speaks
 * @param nowMs Unix ms
 */
export function examine(
  response: Response,
  received: Received,
  { format, looksInside, nowMs }: {
    readonly format: FormatName;
    readonly looksInside: boolean;
    readonly nowMs: number;
  },
): Examined {
  const { headers } = response;
  if (received.kind === "error") {
    const body = textOf(received.bytes.subarray(0, ERROR_CHARS));
    const error = classify({ status: response.status, headers, body }, format);
    return { received, failure: failureOfError(error, headers, nowMs) };
  }
  if (!looksInside || received.kind !== "whole") return { received, failure: null };
  const inside = errorInside(received.bytes);
  if (inside === null) return { received, failure: null };
  const error = classify({ ...inside, headers, body: inside.text }, format);
  return { received, failure: failureUnder200(error) };
}

/** The same for a stream, whose first piece it waits for up to `waitMs`. Rejects as reading does. */
export async function examineStream(
  response: Response,
  received: Extract<Received, { kind: "stream" }>,
  format: FormatName,
  waitMs: number,
): Promise<Examined> {
  const { source, error, isEmpty } = await peek(received.source, waitMs);
  const peeked: Received = { kind: "stream", source };
  if (isEmpty) return { received: peeked, failure: EMPTY };
  if (error === null) return { received: peeked, failure: null };
  const { headers } = response;
  const told = classify({ status: error.status, headers, body: error.text }, format);
  return { received: peeked, failure: failureUnder200(told) };
}

const EMPTY: Failure = {
  kind: "interrupted",
  status: 200,
  reason: "The provider's stream ended before its first event.",
  retryAfterMs: null,
  forbidsRetry: false,
};

/** The headers of a good answer say nothing about the failure inside (Anthropic's `retry-after`). */
function failureUnder200(error: ProviderError): Failure {
  return failureOfError(error, new Headers(), 0);
}

function errorInside(bytes: Uint8Array): { readonly text: string; readonly status: number } | null {
  if (bytes.length > INSIDE_BYTES) return null;
  const text = textOf(bytes);
  if (!text.includes('"error"')) return null;
  const body = parseJson(text);
  if (!isObject(body) || !reportsError(body)) return null;
  return earlyError({ type: "error", data: text });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
