/**
 * Makes a log entry fit to be written: secrets out, the answer's text in, and an estimate where the
 * provider never told what it used. Runs in the store's writer thread, off the request path.
 *
 * @module
 */
import type { FormatName, RequestRecord } from "../domain/request_record.ts";
import type { LogEntry, LogPolicy, PreparedEntry, PrepareEntry } from "../store/log_entry.ts";
import { estimateRecord } from "./estimate_record.ts";
import type { PriceBook } from "./prices.ts";

/** An answer for people to read. */
export interface ExtractedAnswer {
  /** The answer as one JSON text; a stream of events is assembled into what it amounts to. */
  readonly body: string;
  /** What the model wrote, plain; null when it wrote nothing. */
  readonly text: string | null;
}

/** Must not throw for an answer that is malformed or cut off: its `body` is then as it came. */
export type ExtractText = (format: FormatName, stream: boolean, body: string) => ExtractedAnswer;

/** All that the model wrote, also half of it: text, reasoning, arguments of calls. Must not throw. */
export type ExtractContent = (format: FormatName, stream: boolean, body: string) => string;

export interface PrepareOptions {
  readonly redact: (text: string) => string;
  readonly extractText: ExtractText;
  readonly extractContent: ExtractContent;
  readonly prices: PriceBook;
}

/** Characters of an error message that are kept. */
const MAX_ERROR_LENGTH = 4000;
/** Characters of the reason of an attempt that are kept. */
const MAX_REASON_LENGTH = 500;
/** Characters of an error message that are looked at: cutting it before could halve a secret. */
const MAX_ERROR_SCAN = 64_000;

const decoder = new TextDecoder();

/** The preparation with its parts; the result is pure. */
export function recordPreparer(options: PrepareOptions): PrepareEntry {
  const { redact, extractText } = options;
  return (entry, policy): PreparedEntry => {
    const clean = policy.redactSecrets ? redact : (text: string) => text;
    const cleaned = cleanRecord(withEstimate(entry, options), clean);
    const isPrivate = entry.isPrivate === true;
    const record = policy.logPrompts && !isPrivate ? cleaned : withoutWords(cleaned);
    const request = policy.logPrompts && !isPrivate ? entry.requestBody : null;
    const response = policy.logResponses && !isPrivate ? entry.responseBody : null;
    const answer = response === null || response.length === 0
      ? null
      : extractText(bodyFormat(record), record.stream, decoder.decode(response));
    return {
      record,
      requestBody: request === null ? null : clean(decoder.decode(request)),
      responseBody: answer === null ? null : clean(answer.body),
      responseText: answer === null || answer.text === null ? null : clean(answer.text),
      bodyState: bodyState(entry.shed === true, policy, request !== null || answer !== null),
    };
  };
}

/** Where prompts are not kept, neither are the words in them that the router found. */
function withoutWords(record: RequestRecord): RequestRecord {
  const { decision } = record;
  if (decision === null) return record;
  const contributions = decision.contributions.map((one) => ({ ...one, found: "" }));
  return { ...record, decision: { ...decision, contributions } };
}

/** Bodies are kept as the provider was asked and answered. */
const bodyFormat = ({ upstreamFormat, format }: RequestRecord): FormatName =>
  upstreamFormat ?? format;

function withEstimate(
  { record, estimate, requestBody, responseBody }: LogEntry,
  { extractContent, prices }: PrepareOptions,
): RequestRecord {
  if (estimate === undefined || requestBody === null) return record;
  const answer = decoder.decode(responseBody ?? undefined);
  const evidence = {
    requestText: decoder.decode(requestBody),
    answerText: extractContent(bodyFormat(record), record.stream, answer),
    keptBytes: responseBody?.length ?? 0,
  };
  return estimateRecord(record, estimate, evidence, prices);
}

function bodyState(shed: boolean, policy: LogPolicy, any: boolean): PreparedEntry["bodyState"] {
  if (shed && (policy.logPrompts || policy.logResponses)) return "shed";
  return any ? "kept" : "none";
}

/** Whatever a caller may have filled in freely can hold a secret by mistake. */
function cleanRecord(record: RequestRecord, clean: (text: string) => string): RequestRecord {
  const { errorMessage, sessionId, userTag, tags, attempts } = record;
  const hasReasons = attempts.some(({ reason }) => reason !== null);
  if (
    errorMessage === null && sessionId === null && userTag === null && tags === null && !hasReasons
  ) return record;
  const cleanTags = tags === null
    ? null
    : JSON.parse(clean(JSON.stringify(tags))) as Record<string, string>;
  return {
    ...record,
    errorMessage: errorMessage === null
      ? null
      : clean(errorMessage.slice(0, MAX_ERROR_SCAN)).slice(0, MAX_ERROR_LENGTH),
    attempts: attempts.map((attempt) => {
      const { reason } = attempt;
      if (reason === null) return attempt;
      const shown = clean(reason.slice(0, MAX_ERROR_SCAN)).slice(0, MAX_REASON_LENGTH);
      return { ...attempt, reason: shown };
    }),
    sessionId: sessionId === null ? null : clean(sessionId),
    userTag: userTag === null ? null : clean(userTag),
    tags: cleanTags,
  };
}
