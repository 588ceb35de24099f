/**
 * Makes a log entry fit to be written: secrets out, the answer's text in. Runs in the store's
 * writer thread, off the request path.
 *
 * @module
 */
import type { FormatName, RequestRecord } from "../domain/request_record.ts";
import type { LogPolicy, PreparedEntry, PrepareEntry } from "../store/log_entry.ts";

/** An answer for people to read. */
export interface ExtractedAnswer {
  /** The answer as one JSON text; a stream of events is assembled into what it amounts to. */
  readonly body: string;
  /** What the model wrote, plain; null when it wrote nothing. */
  readonly text: string | null;
}

/** Must not throw for an answer that is malformed or cut off: its `body` is then as it came. */
export type ExtractText = (format: FormatName, stream: boolean, body: string) => ExtractedAnswer;

export interface PrepareOptions {
  readonly redact: (text: string) => string;
  readonly extractText: ExtractText;
}

/** Characters of an error message that are kept. */
const MAX_ERROR_LENGTH = 4000;
/** Characters of an error message that are looked at: cutting it before could halve a secret. */
const MAX_ERROR_SCAN = 64_000;

const decoder = new TextDecoder();

/** The preparation with its parts; the result is pure. */
export function recordPreparer({ redact, extractText }: PrepareOptions): PrepareEntry {
  return (entry, policy): PreparedEntry => {
    const clean = policy.redactSecrets ? redact : (text: string) => text;
    const record = cleanRecord(entry.record, clean);
    const request = policy.logPrompts ? entry.requestBody : null;
    const response = policy.logResponses ? entry.responseBody : null;
    const answer = response === null || response.length === 0
      ? null
      : extractText(record.format, record.stream, decoder.decode(response));
    return {
      record,
      requestBody: request === null ? null : clean(decoder.decode(request)),
      responseBody: answer === null ? null : clean(answer.body),
      responseText: answer === null || answer.text === null ? null : clean(answer.text),
      bodyState: bodyState(entry.shed === true, policy, request !== null || answer !== null),
    };
  };
}

function bodyState(shed: boolean, policy: LogPolicy, any: boolean): PreparedEntry["bodyState"] {
  if (shed && (policy.logPrompts || policy.logResponses)) return "shed";
  return any ? "kept" : "none";
}

/** Whatever a caller may have filled in freely can hold a secret by mistake. */
function cleanRecord(record: RequestRecord, clean: (text: string) => string): RequestRecord {
  const { errorMessage, sessionId, userTag, tags } = record;
  if (errorMessage === null && sessionId === null && userTag === null && tags === null) {
    return record;
  }
  const cleanTags = tags === null
    ? null
    : JSON.parse(clean(JSON.stringify(tags))) as Record<string, string>;
  return {
    ...record,
    errorMessage: errorMessage === null
      ? null
      : clean(errorMessage.slice(0, MAX_ERROR_SCAN)).slice(0, MAX_ERROR_LENGTH),
    sessionId: sessionId === null ? null : clean(sessionId),
    userTag: userTag === null ? null : clean(userTag),
    tags: cleanTags,
  };
}
