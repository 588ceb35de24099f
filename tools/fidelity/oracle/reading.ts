/**
 * What an answer says, read without any of the product's code: the measure that translations are held
 * against. The readers follow the vendors' API references.
 *
 * @module
 */

/** Why an answer ended, as far as formats agree. */
export type End =
  | "stop"
  | "tool_calls"
  | "length"
  | "filtered"
  | "pause"
  | "failed"
  | "other";

/** One call of a tool of the caller's. */
export interface CallReading {
  readonly name: string;
  /** Parsed; the text itself where it is no JSON. */
  readonly args: unknown;
}

/** One of the answers. */
export interface ChoiceReading {
  readonly text: string;
  readonly refusal: string;
  readonly reasoning: string;
  readonly calls: readonly CallReading[];
  /** Null: nothing said how it ended. */
  readonly end: End | null;
  /** Signatures, encrypted reasoning: what must come back to its provider. */
  readonly proofs: readonly string[];
  /** Pictures and sounds among the answer's parts. */
  readonly media: number;
  /** The transcript of a spoken answer. */
  readonly spoken: string;
}

/** Token counts; null: not told. */
export interface UsageReading {
  readonly prompt: number | null;
  readonly completion: number | null;
  readonly cached: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
}

/** An answer. */
export interface Reading {
  readonly choices: readonly ChoiceReading[];
  readonly usage: UsageReading | null;
  /** The provider's words about a failure, in an error answer or in a stream. */
  readonly error: string | null;
}

/** A choice under construction. */
export interface OpenChoice {
  text: string;
  refusal: string;
  reasoning: string;
  readonly calls: { id: string; name: string; args: string; done?: unknown }[];
  end: End | null;
  readonly proofs: string[];
  media: number;
  spoken: string;
}

export function openChoice(): OpenChoice {
  return {
    text: "",
    refusal: "",
    reasoning: "",
    calls: [],
    end: null,
    proofs: [],
    media: 0,
    spoken: "",
  };
}
