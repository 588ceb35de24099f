/**
 * Turns a provider's stream into the caller's format as it arrives, and settles its request.
 *
 * @module
 */
import { Accumulator } from "../domain/conversation/accumulate.ts";
import type { ChatResponse, StreamEvent } from "../domain/conversation/answer.ts";
import type { StreamParser, StreamRenderer } from "../domain/conversation/codec.ts";
import { ownError } from "../domain/conversation/own_error.ts";
import type { ProviderError } from "../domain/conversation/provider_error.ts";
import type { Warning } from "../domain/conversation/warning.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { SseDecoder } from "../formats/sse/decoder.ts";
import type { Capture } from "./capture.ts";
import type { RelayHooks } from "./relay.ts";

/** How a translated stream ended. */
export interface TranslatedEnd {
  /** Everything that came, put together. */
  readonly response: ChatResponse;
  /** Null when it ended well. */
  readonly error: FlowError | null;
  /** What the caller's format could not express. */
  readonly warnings: readonly Warning[];
  readonly body: Uint8Array;
  /** What the caller got at the end of the stream. */
  readonly lastFrames: string;
}

/** What a translator works with. */
export interface StreamTranslatorParts {
  readonly parser: StreamParser;
  readonly renderer: StreamRenderer;
  readonly capture: Capture;
  readonly clock: Clock;
  /** Called once, at the first piece of the answer proper. */
  readonly onContent: (atMs: number) => void;
  /** Called once, whatever happens. */
  readonly onEnd: (end: TranslatedEnd) => void;
}

const encoder = new TextEncoder();
const NOTHING: Uint8Array = new Uint8Array(0);

/** Translates one stream. */
export class StreamTranslator implements RelayHooks {
  readonly #decoder = new SseDecoder();
  readonly #accumulator = new Accumulator();
  #hasContent = false;
  #isClosed = false;
  #error: ProviderError | null = null;
  #lastFrames = "";

  constructor(private readonly parts: StreamTranslatorParts) {}

  pass(bytes: Uint8Array): Uint8Array {
    this.parts.capture.add(bytes);
    // What a provider sends after its own end has no place in the caller's stream.
    if (this.#isClosed) return NOTHING;
    let out = "";
    for (const wire of this.#decoder.push(bytes)) {
      for (const event of this.parts.parser.push(wire)) out += this.#render(event);
    }
    return out === "" ? NOTHING : encoder.encode(out);
  }

  end(failure: FlowError | null): Uint8Array | null {
    let out = "";
    if (failure !== null) out += this.#render({ type: "error", error: ownError(failure) });
    else {
      for (const wire of this.#decoder.flush()) {
        for (const event of this.parts.parser.push(wire)) out += this.#render(event);
      }
      for (const event of this.parts.parser.end()) out += this.#render(event);
    }
    this.#settle(failure ?? this.#reported());
    return encoder.encode(out);
  }

  callerGone(): void {
    this.#settle(
      new FlowError("caller_gone", "The caller hung up before the answer was complete."),
    );
  }

  #render(event: StreamEvent): string {
    if (this.#isClosed) return "";
    this.#accumulator.push(event);
    if (!this.#hasContent && (event.type === "delta" || event.type === "whole_part")) {
      this.#hasContent = true;
      this.parts.onContent(this.parts.clock.monotonic());
    }
    if (event.type === "error") this.#error = event.error;
    this.#isClosed = event.type === "error" || event.type === "end";
    const frames = this.parts.renderer.push(event);
    if (event.type === "end") this.#lastFrames = frames;
    return frames;
  }

  #reported(): FlowError | null {
    if (this.#error === null) return null;
    return new FlowError("upstream_error", this.#error.message);
  }

  #settle(error: FlowError | null): void {
    const { capture, renderer, onEnd } = this.parts;
    onEnd({
      response: this.#accumulator.response,
      error,
      warnings: renderer.warnings,
      body: capture.head,
      lastFrames: this.#lastFrames,
    });
  }
}
