/**
 * A provider's answer on its way to the caller.
 *
 * @module
 */
import type { Exchange } from "../http/exchange.ts";
import type { Draft } from "./draft.ts";
import type { Prepared } from "./prepare.ts";
import type { Received } from "./receive.ts";
import type { RelayHooks } from "./relay.ts";

/** A provider's answer with everything that belongs to it. */
export interface Answer {
  readonly draft: Draft;
  readonly response: Response;
  readonly exchange: Exchange;
  readonly prepared: Prepared;
  /** What has been read of it so far. */
  readonly received: Received;
}

/** What the caller gets instead of the provider's body. */
export interface CallerAnswer {
  readonly status: number;
  readonly body: Uint8Array<ArrayBuffer> | string;
  /** Headers of ours; they replace the provider's of the same name. */
  readonly headers: readonly (readonly [string, string])[];
}

/**
 * How answers cross: as they are, or translated. Each method settles the request, but for `stream`,
 * whose hooks do so at its end.
 */
export interface Crossing {
  /** A success answer that was read whole. Throws when it is none. */
  whole(answer: Answer, bytes: Uint8Array): CallerAnswer;
  /** An error answer; `isWhole` false when it was too large to read. */
  error(answer: Answer, bytes: Uint8Array, isWhole: boolean): CallerAnswer;
  /** A stream of events, or a JSON answer that is too large to hold. */
  stream(answer: Answer, isEventStream: boolean): RelayHooks;
}
