/**
 * A request to a chat model, in no provider's spelling.
 *
 * Absent members mean "the caller did not say"; nothing is filled in by the parser.
 *
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { FormatName } from "../request_record.ts";
import type { Bookkeeping, CacheMark, Extra, Part } from "./parts.ts";

/** `tool` messages hold tool results only; formats without that role write them as the user's. */
export type Role = "system" | "developer" | "user" | "assistant" | "tool";

export interface Message {
  readonly role: Role;
  readonly parts: readonly Part[];
  /** The participant's name (OpenAI chat). */
  readonly name?: string;
  readonly at?: string;
  readonly extra?: Extra;
  readonly bookkeeping?: Bookkeeping;
}

/** A tool that the caller runs. */
export interface FunctionTool {
  readonly type: "function";
  readonly name: string;
  readonly namespace?: string;
  readonly description?: string;
  /** JSON Schema as the caller wrote it; absent: no parameters. */
  readonly parameters?: JsonObject;
  readonly strict?: boolean;
  readonly cache?: CacheMark;
  readonly at?: string;
  readonly extra?: Extra;
  readonly bookkeeping?: Bookkeeping;
}

/** A tool of the caller's that takes free text, perhaps bound by a grammar (OpenAI). */
export interface CustomTool {
  readonly type: "custom";
  readonly name: string;
  readonly namespace?: string;
  readonly description?: string;
  /** `{type:"text"}` or `{type:"grammar", syntax, definition}`. */
  readonly grammar?: JsonObject;
  readonly at?: string;
  readonly extra?: Extra;
  readonly bookkeeping?: Bookkeeping;
}

/**
 * A tool that the provider runs itself (web search, code execution, computer use, MCP) or whose
 * definition the provider has built in.
 */
export interface BuiltInTool {
  readonly type: "built_in";
  /** Neutral where several formats have it, else `other`. */
  readonly kind: "web_search" | "web_fetch" | "code_execution" | "file_search" | "other";
  readonly format: FormatName;
  /** The definition as sent. */
  readonly value: JsonObject;
  readonly at?: string;
}

export type Tool = FunctionTool | CustomTool | BuiltInTool;

export type ToolChoice =
  | { readonly type: "auto" | "none" | "required" }
  | { readonly type: "tool"; readonly name: string; readonly kind: "function" | "custom" }
  /** Only these may be called. */
  | {
    readonly type: "allowed";
    readonly mode: "auto" | "required";
    readonly names: readonly string[];
  }
  | { readonly type: "foreign"; readonly format: FormatName; readonly value: JsonObject };

/** The shape that the answer's text must have. */
export type OutputFormat =
  | { readonly type: "text" }
  | { readonly type: "json" }
  | {
    readonly type: "json_schema";
    readonly name?: string;
    readonly description?: string;
    readonly schema: JsonObject;
    readonly strict?: boolean;
  };

/** How much the model is to think, as the caller put it; renderers convert. */
export interface ReasoningWish {
  /** `none` switches it off. */
  readonly effort?: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";
  /** Tokens; -1 lets the model choose (Gemini `thinkingBudget: -1`, Anthropic `adaptive`). */
  readonly budgetTokens?: number;
  /** Whether, and how, the thoughts are to be shown. */
  readonly summary?: "none" | "auto" | "concise" | "detailed";
}

/** Settings of the sampler and limits. */
export interface Sampling {
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  /** Token id → bias. */
  readonly logitBias?: Readonly<Record<string, number>>;
  readonly logprobs?: boolean;
  readonly topLogprobs?: number;
  /** Number of answers wanted. */
  readonly n?: number;
}

export interface ChatRequest {
  /** The format that the caller spoke. */
  readonly format: FormatName;
  /** As the caller named it. */
  readonly model: string;
  readonly stream: boolean;
  /** System and developer messages stand where the caller put them. */
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  readonly output?: OutputFormat;
  readonly verbosity?: string;
  readonly reasoning?: ReasoningWish;
  readonly sampling: Sampling;
  /** What the answer may consist of: `text`, `audio`, `image`. */
  readonly modalities?: readonly string[];
  /** Voice and encoding of spoken answers. */
  readonly audio?: { readonly voice: unknown; readonly format: string };
  /** Text that the answer is expected to repeat (OpenAI `prediction`). */
  readonly prediction?: JsonObject;
  readonly serviceTier?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** The caller's end user. */
  readonly user?: string;
  readonly promptCacheKey?: string;
  readonly promptCacheRetention?: string;
  readonly safetyIdentifier?: string;
  /** A mark on the whole prompt (Anthropic's top-level `cache_control`). */
  readonly cache?: CacheMark;
  readonly extra?: Extra;
  readonly bookkeeping?: Bookkeeping;
}
