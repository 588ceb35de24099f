/**
 * What every chat format can do, in both directions. Codecs are pure: no I/O, no clock, no log; ids
 * and times come in.
 *
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { NewId } from "../ports.ts";
import type { FormatName } from "../request_record.ts";
import type { ChatResponse, StreamEvent } from "./answer.ts";
import type { ProviderError } from "./provider_error.ts";
import type { Quirks } from "./quirks.ts";
import type { ChatRequest } from "./request.ts";
import type { Warning } from "./warning.ts";

/** What the endpoint knows beside the body (Gemini has both in the path). */
export interface CallFacts {
  readonly model: string;
  readonly stream: boolean;
}

/** Whom a request is rendered for. */
export interface RenderTarget {
  /** The model name that the provider knows. */
  readonly model: string;
  readonly quirks: Quirks;
  /** The most that the model can put out, where the catalog knows it. */
  readonly maxOutputTokens: number | null;
}

/** A request in a provider's words. */
export interface RenderedRequest {
  readonly body: JsonObject;
  /** Headers that the body needs (Anthropic betas); lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly warnings: readonly Warning[];
}

/** What an answer to a caller is made with. */
export interface AnswerContext {
  /** The request as parsed. */
  readonly request: ChatRequest;
  /** The request body as the caller sent it: some formats echo parts of it. */
  readonly body: JsonObject;
  readonly newId: NewId;
  /** Unix seconds, for answers that must bear a time and whose provider gave none. */
  readonly nowS: number;
  /** The name under which the caller must be shown the model, whatever the provider calls it. */
  readonly shownModel?: string;
}

/** One server-sent event of a provider, decoded; comments never come here. */
export interface WireEvent {
  /** The `event:` line, else `message`. */
  readonly type: string;
  /** The `data:` lines joined by LF, or a JSON value that stood bare between events. */
  readonly data: string;
}

/** Reads a provider's stream. One parser reads one stream. */
export interface StreamParser {
  push(event: WireEvent): readonly StreamEvent[];
  /**
   * The provider's side is over. A stream that never said how it ended yields an `error`, unless it
   * was told already. Whoever calls it gets the closing `part_end`, `finish`, `usage`, `end`.
   */
  end(): readonly StreamEvent[];
}

/** Writes a caller's stream. One renderer writes one stream. */
export interface StreamRenderer {
  /** Event-stream text for the caller, maybe empty; `end` and `error` bring the closing frames. */
  push(event: StreamEvent): string;
  /** What could not be expressed so far. */
  readonly warnings: readonly Warning[];
}

/** An HTTP error answer. */
export interface ErrorReply {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: string;
}

/** One chat format. */
export interface ChatCodec {
  readonly format: FormatName;
  /**
   * Strict: throws FlowError `invalid_request` with `param` for a wrong type or an impossible value.
   * What the neutral form has no place for stays in `extra`.
   */
  parseRequest(body: JsonObject, facts: CallFacts): ChatRequest;
  /**
   * Throws FlowError `invalid_request` naming the field (its `at` where known) when leaving
   * something out would change what the caller asked for; else warns.
   */
  renderRequest(request: ChatRequest, target: RenderTarget): RenderedRequest;
  /** Tolerant; throws FlowError `upstream_invalid_response` only for what is no answer at all. */
  parseResponse(body: JsonObject): ChatResponse;
  renderResponse(
    response: ChatResponse,
    context: AnswerContext,
  ): { readonly body: JsonObject; readonly warnings: readonly Warning[] };
  parseStream(): StreamParser;
  renderStream(context: AnswerContext): StreamRenderer;
  /** Never throws: an error body may be anything. */
  parseError(reply: ErrorReply): ProviderError;
  /** Body and status for the caller; the status may be one that the format knows instead. */
  renderError(
    error: ProviderError,
    requestId: string,
  ): { readonly status: number; readonly body: JsonObject };
}
