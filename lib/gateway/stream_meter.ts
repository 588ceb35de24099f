/**
 * Watches one stream on its way to the caller and settles its request at the end.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { ModelInStream } from "../formats/anthropic_messages/shown_model.ts";
import { FirstContent } from "../formats/first_content.ts";
import { UsageChunkFilter } from "../formats/openai_chat/hide_usage_chunk.ts";
import type { StreamSummary } from "../formats/summary.ts";
import type { Capture } from "./capture.ts";
import type { Draft } from "./draft.ts";
import type { RelayHooks } from "./relay.ts";
import type { Settler } from "./settle.ts";
import { joined } from "./write_coalescer.ts";

/** What a meter needs to know. */
export interface StreamMeterParts {
  readonly draft: Draft;
  readonly clock: Clock;
  readonly settler: Settler;
  readonly httpStatus: number;
  readonly capture: Capture;
  readonly hideUsageChunk: boolean;
  /** False for a large JSON answer that is only relayed because of its size. */
  readonly isEventStream: boolean;
}

const NOTHING: Uint8Array = new Uint8Array(0);
const encoder = new TextEncoder();

/** What must not reach the caller as it came; no endpoint needs both. */
function filterFor(
  { draft, hideUsageChunk }: StreamMeterParts,
): UsageChunkFilter | ModelInStream | null {
  if (draft.shownModel !== null) return new ModelInStream(draft.shownModel);
  return hideUsageChunk ? new UsageChunkFilter() : null;
}

/** Counts one stream. */
export class StreamMeter implements RelayHooks {
  readonly #firstContent: FirstContent;
  readonly #filter: UsageChunkFilter | ModelInStream | null;

  constructor(private readonly parts: StreamMeterParts) {
    this.#firstContent = new FirstContent(parts.draft.dialect.hasContent);
    this.#filter = parts.isEventStream ? filterFor(parts) : null;
  }

  pass(bytes: Uint8Array): Uint8Array {
    const { draft, clock, capture, isEventStream } = this.parts;
    capture.add(bytes);
    if (isEventStream && draft.marks.firstContentMs === null && this.#firstContent.push(bytes)) {
      draft.marks.firstContentMs = clock.monotonic();
    }
    return this.#filter === null ? bytes : this.#filter.push(bytes);
  }

  end(failure: FlowError | null): Uint8Array | null {
    const { draft, isEventStream } = this.parts;
    const rest = this.#filter?.flush() ?? NOTHING;
    const summary = this.#summary();
    const problem = failure ?? this.#problemOf(summary);
    this.#settle(summary, problem === null ? "complete" : "failed", problem);
    if (!isEventStream) return failure === null ? rest : null;
    // An error that the provider put into the stream has reached the caller already.
    if (problem === null || summary.error !== null) return rest;
    // Client libraries stumble over half an event and would never see the error behind it.
    const before = failure === null ? rest : NOTHING;
    const event = encoder.encode(draft.dialect.errorEvent(problem, draft.id));
    return joined([before, event], before.length + event.length);
  }

  callerGone(): void {
    const error = new FlowError(
      "caller_gone",
      "The caller hung up before the answer was complete.",
    );
    this.#settle(this.#summary(), "caller_gone", error);
  }

  #summary(): StreamSummary {
    const { capture, isEventStream, draft: { dialect } } = this.parts;
    if (isEventStream) return dialect.summarizeStream(capture.forSummary);
    const { isJsonObject, ...facts } = capture.isWhole
      ? dialect.summarizeResponse(capture.forSummary)
      : dialect.summarizeEnd(capture.forSummary);
    return { ...facts, done: isJsonObject };
  }

  /** A stream that ended without saying that it was finished did not end well. */
  #problemOf(summary: StreamSummary): FlowError | null {
    if (summary.error !== null) return new FlowError("upstream_error", summary.error);
    if (summary.done || summary.finishReason !== null) return null;
    return this.parts.isEventStream
      ? new FlowError(
        "upstream_interrupted",
        "The provider's stream ended without a finish reason and without [DONE].",
      )
      : new FlowError("upstream_invalid_response", "The provider's answer is no JSON object.");
  }

  #settle(
    summary: StreamSummary,
    outcome: "complete" | "failed" | "caller_gone",
    error: FlowError | null,
  ): void {
    const { draft, settler, httpStatus, capture } = this.parts;
    draft.serviceTier = summary.serviceTier ?? null;
    settler.close(draft, {
      outcome,
      httpStatus,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
      usage: summary.usage,
      modelUsed: summary.model,
      finishReason: summary.finishReason,
      responseBody: capture.head,
      answerBytes: capture.length,
    });
  }
}
