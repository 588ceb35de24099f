/**
 * What an answer says about itself, whatever its format.
 *
 * @module
 */
import { NO_USAGE, type Usage } from "../domain/usage.ts";

/** Facts read off a whole answer. */
export interface ResponseSummary {
  readonly usage: Usage;
  readonly model: string | null;
  readonly finishReason: string | null;
  /** Whether the bytes are a JSON object at all (its end included, so that a cut one is noticed). */
  readonly isJsonObject: boolean;
  /** The message of an error that the provider reported under a success status. */
  readonly error: string | null;
  /** The tier that the provider says it served. */
  readonly serviceTier?: string | null;
}

/** Facts read off a stream. */
export interface StreamSummary {
  readonly usage: Usage;
  readonly model: string | null;
  readonly finishReason: string | null;
  /** The format's own mark of a good end was seen (`[DONE]`, `message_stop` …). */
  readonly done: boolean;
  /** The message of an error that came inside the stream, after status 200. */
  readonly error: string | null;
  readonly serviceTier?: string | null;
}

/** Nothing could be read. */
export const UNREADABLE: ResponseSummary = Object.freeze({
  usage: NO_USAGE,
  model: null,
  finishReason: null,
  isJsonObject: false,
  error: null,
});
