/**
 * What the gateway asks of the format that a caller or a provider speaks.
 *
 * @module
 */
import type { ChatCodec } from "../domain/conversation/codec.ts";
import type { FlowError } from "../domain/errors.ts";
import type { FormatName } from "../domain/request_record.ts";
import type { ResponseSummary, StreamSummary } from "./summary.ts";

/** An error answer, ready to be sent. */
export interface ErrorAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

/** One format as seen from outside. */
export interface Dialect {
  readonly format: FormatName;
  /** Translates to and from the neutral conversation; null for what is only passed on. */
  readonly codec: ChatCodec | null;
  /** Never throw: an answer may be anything. */
  readonly summarizeResponse: (bytes: Uint8Array) => ResponseSummary;
  /** The same for the end of an answer that was too large to keep. */
  readonly summarizeEnd: (bytes: Uint8Array) => ResponseSummary;
  readonly summarizeStream: (bytes: Uint8Array) => StreamSummary;
  /** Whether the parsed data of one event shows something of the answer. */
  readonly hasContent: (data: unknown) => boolean;
  /** An error of ours in this format. */
  readonly errorAnswer: (error: FlowError, requestId: string) => ErrorAnswer;
  /**
   * The same inside a stream whose status has already gone out. It begins with a blank line, so that
   * half an event before it cannot swallow it, and nothing follows: the stream did not end well.
   */
  readonly errorEvent: (error: FlowError, requestId: string) => string;
}
