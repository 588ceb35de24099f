/**
 * What messages and answers are made of, in no provider's spelling. Every wire format is translated
 * to and from these.
 *
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { FormatName } from "../request_record.ts";

/**
 * Members of one format that have no neutral meaning, as they were sent. They are written back when
 * the same format is rendered; any other format warns about them by name.
 */
export interface Extra {
  readonly format: FormatName;
  readonly fields: JsonObject;
}

/**
 * How one format wrote a node down (item ids, status, grouping): that format writes it back, all others
 * leave it out without a warning, since nothing is lost.
 */
export type Bookkeeping = Extra;

/** What every node may carry. */
interface Node {
  /** Where it stood in the caller's body (`messages[2].content[0]`), for warnings and errors. */
  readonly at?: string;
  readonly extra?: Extra;
  readonly bookkeeping?: Bookkeeping;
}

/** A point up to which the provider is asked to cache the prompt (Anthropic `cache_control`). */
export interface CacheMark {
  /** How long: `5m` is the provider's default. */
  readonly ttl: "5m" | "1h";
}

/** Where bytes come from. Exactly one kind. */
export type MediaSource =
  | { readonly kind: "base64"; readonly mediaType: string; readonly data: string }
  | { readonly kind: "url"; readonly url: string; readonly mediaType: string | null }
  /** A file that was uploaded to the provider of `format`; nobody else can read it. */
  | { readonly kind: "file_id"; readonly id: string; readonly format: FormatName };

/**
 * What proves to a provider that reasoning or a call is its own: a signature, encrypted content.
 * Only the format it came from understands it; every other carries it along unread
 * (lib/formats/carrier.ts).
 */
export interface Proof {
  readonly format: FormatName;
  /**
   * anthropic_messages: `{signature}` or, for redacted thinking, `{data}`; openai_responses:
   * `{id?, encrypted_content?}`; gemini: `{thoughtSignature}`; openai_chat: `{reasoning_details}`.
   */
  readonly value: JsonObject;
}

/** A source that an answer cites. Offsets count characters (UTF-16 units) of the part's text. */
export interface Citation {
  readonly url: string | null;
  readonly title: string | null;
  readonly citedText: string | null;
  readonly start: number | null;
  readonly end: number | null;
  /** The citation as its format spells it. */
  readonly raw: Extra;
}

export interface TextPart extends Node {
  readonly type: "text";
  readonly text: string;
  readonly citations?: readonly Citation[];
  readonly cache?: CacheMark;
  /** Gemini signs text too. */
  readonly proof?: Proof;
}

export interface ImagePart extends Node {
  readonly type: "image";
  readonly source: MediaSource;
  readonly detail?: string;
  readonly cache?: CacheMark;
  readonly proof?: Proof;
}

/** Sound. In an answer it may have a transcript and an id by which later turns refer to it. */
export interface AudioPart extends Node {
  readonly type: "audio";
  readonly source: MediaSource;
  readonly transcript?: string;
  readonly id?: string;
  /** Unix seconds. */
  readonly expiresAt?: number;
  readonly proof?: Proof;
}

/** A document or any other file: PDF, plain text, video. */
export interface FilePart extends Node {
  readonly type: "file";
  readonly source: MediaSource;
  readonly name?: string;
  readonly cache?: CacheMark;
  readonly proof?: Proof;
}

/** The model asks for a tool of the caller's. */
export interface ToolCallPart extends Node {
  readonly type: "tool_call";
  /** As the provider gave it; made up (and unique) where it gives none. */
  readonly id: string;
  readonly name: string;
  /** Tools of a namespace (Responses). */
  readonly namespace?: string;
  /** `function`: `arguments` is JSON text; `custom`: free text. */
  readonly kind: "function" | "custom";
  /** As the model wrote it, unparsed: it may be cut off or invalid. Never empty for `function`. */
  readonly arguments: string;
  readonly cache?: CacheMark;
  readonly proof?: Proof;
}

/** What a tool answered. */
export interface ToolResultPart extends Node {
  readonly type: "tool_result";
  readonly callId: string;
  /** The tool's name where the format gives it or an earlier call tells it. */
  readonly name: string | null;
  readonly kind: "function" | "custom";
  readonly content: readonly (TextPart | ImagePart | FilePart | AudioPart | ForeignPart)[];
  readonly isError: boolean;
  readonly cache?: CacheMark;
}

/** Thinking. `text` is what may be shown: the thoughts or their summary; empty when hidden. */
export interface ReasoningPart extends Node {
  readonly type: "reasoning";
  readonly text: string;
  /** Whether `text` is a summary made for the reader rather than the thoughts themselves. */
  readonly isSummary: boolean;
  readonly proof?: Proof;
}

/** The model declined, in words. */
export interface RefusalPart extends Node {
  readonly type: "refusal";
  readonly text: string;
}

/** Something that only its own format knows: a server tool's call or result, executed code … */
export interface ForeignPart extends Node {
  readonly type: "foreign";
  readonly format: FormatName;
  /** The block or item as sent. */
  readonly value: JsonObject;
}

/** Everything that can stand in a message. */
export type Part =
  | TextPart
  | ImagePart
  | AudioPart
  | FilePart
  | ToolCallPart
  | ToolResultPart
  | ReasoningPart
  | RefusalPart
  | ForeignPart;
