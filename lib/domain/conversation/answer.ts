/**
 * A model's answer, in no provider's spelling: whole, and as the events of a stream.
 *
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { Usage } from "../usage.ts";
import type {
  AudioPart,
  Citation,
  Extra,
  FilePart,
  ForeignPart,
  ImagePart,
  Part,
  Proof,
} from "./parts.ts";
import type { ProviderError } from "./provider_error.ts";

/** Why the model stopped. `raw` is the provider's word for it. */
export interface Finish {
  readonly reason:
    | "stop"
    | "length"
    | "tool_calls"
    /** Withheld by a filter of the provider's. */
    | "content_filter"
    /** The model declined. */
    | "refusal"
    /** The provider paused a long turn; sending the answer back goes on (Anthropic). */
    | "pause"
    /** The model's output could not be used (a malformed tool call and the like). */
    | "error"
    | "other";
  readonly raw: string | null;
  /** The stop sequence that matched, where the provider tells it. */
  readonly stopSequence: string | null;
  /** What the provider says about it, for people. */
  readonly detail: string | null;
}

/** One of the answers of a response. */
export interface Choice {
  readonly index: number;
  readonly parts: readonly Part[];
  /** Null when the provider did not say. */
  readonly finish: Finish | null;
  /** OpenAI's shape: `{content: [...], refusal: [...]}`. */
  readonly logprobs?: JsonObject;
  readonly extra?: Extra;
}

/** A whole answer. */
export interface ChatResponse {
  readonly id: string | null;
  /** The model as the provider names it. */
  readonly model: string | null;
  /** Unix seconds. */
  readonly createdAt: number | null;
  readonly choices: readonly Choice[];
  /** Null when the provider gave none. */
  readonly usage: Usage | null;
  readonly serviceTier?: string;
  /** An answer that failed half-way (Responses `status: failed`). */
  readonly error?: ProviderError;
  readonly extra?: Extra;
}

/** Kinds of part that come in fragments. */
export type StreamedKind = "text" | "reasoning" | "refusal" | "tool_call";

/**
 * One step of a streamed answer. Parts are numbered from 0 within their choice, in the order of their
 * start. Between `part_start` and `part_end` of one part others may begin: formats that know only one
 * open part at a time hold the rest back. A stream ends with exactly one `end` or one `error`, and
 * nothing comes after it.
 */
export type StreamEvent =
  | {
    readonly type: "start";
    readonly id: string | null;
    readonly model: string | null;
    readonly createdAt: number | null;
    /** Input counts that some providers tell at the start; `usage` events replace them. */
    readonly usage?: Usage;
    readonly serviceTier?: string;
    readonly extra?: Extra;
  }
  | {
    readonly type: "part_start";
    readonly choice: number;
    readonly part: number;
    readonly kind: StreamedKind;
    /** Only of a tool call. */
    readonly call?: {
      readonly id: string;
      readonly name: string;
      readonly namespace?: string;
      readonly kind: "function" | "custom";
    };
    /** Only of reasoning. */
    readonly isSummary?: boolean;
  }
  /** The next fragment of a part's text, or of a tool call's arguments; never empty. */
  | {
    readonly type: "delta";
    readonly choice: number;
    readonly part: number;
    readonly text: string;
  }
  | {
    readonly type: "citation";
    readonly choice: number;
    readonly part: number;
    readonly citation: Citation;
  }
  /** A part is complete; its proof comes with its end. */
  | {
    readonly type: "part_end";
    readonly choice: number;
    readonly part: number;
    readonly proof?: Proof;
    readonly extra?: Extra;
  }
  /** A part that came whole. It takes the next number of its choice. */
  | {
    readonly type: "whole_part";
    readonly choice: number;
    readonly part: number;
    readonly value: ImagePart | AudioPart | FilePart | ForeignPart;
  }
  /** Log probabilities of the text since the last such event, in OpenAI's shape. */
  | { readonly type: "logprobs"; readonly choice: number; readonly value: JsonObject }
  /** The last one of a choice counts. `extra` is the choice's. */
  | {
    readonly type: "finish";
    readonly choice: number;
    readonly finish: Finish;
    readonly extra?: Extra;
  }
  /** Replaces all counts told before. */
  | { readonly type: "usage"; readonly usage: Usage }
  /** What is told at the end only: the tier that was served; `extra` joins that of the start. */
  | { readonly type: "end"; readonly serviceTier?: string; readonly extra?: Extra }
  | { readonly type: "error"; readonly error: ProviderError };
