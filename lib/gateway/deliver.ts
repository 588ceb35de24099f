/**
 * Turns a provider's answer into the caller's.
 *
 * @module
 */
import type { Answer, CallerAnswer, Crossing } from "./answer.ts";
import { ownHeaders } from "./answer_headers.ts";
import { answerWith } from "./headers.ts";
import type { GatewayParts } from "./parts.ts";
import { PassThrough } from "./pass_through.ts";
import type { ProofMemory } from "./proof_memory.ts";
import { type ByteSource, relay } from "./relay.ts";
import type { Settler } from "./settle.ts";
import { Translated } from "./translated.ts";
import { TranslatedEmbeddings } from "./translated_embeddings.ts";
import type { WriteCoalescer } from "./write_coalescer.ts";

/** Hands answers over. */
export class Deliverer {
  readonly #asItIs: Crossing;
  readonly #translated: Crossing;
  readonly #embeddings: Crossing;

  constructor(
    private readonly parts: GatewayParts,
    settler: Settler,
    private readonly coalescer: WriteCoalescer,
    memory: ProofMemory,
  ) {
    this.#asItIs = new PassThrough(parts, settler);
    this.#embeddings = new TranslatedEmbeddings(parts, settler);
    this.#translated = new Translated(parts, settler, memory);
  }

  /**
   * The caller's response. Throws FlowError when the answer cannot be handed over at all; the
   * caller of this function then ends the exchange.
   */
  deliver(answer: Answer): Response {
    const { received, response, prepared } = answer;
    const crossing = prepared.translation !== null
      ? this.#translated
      : prepared.vectorsBack !== null
      ? this.#embeddings
      : this.#asItIs;
    switch (received.kind) {
      case "stream":
        return this.#stream(answer, crossing, received.source, true);
      case "error":
        return finished(crossing.error(answer, received.bytes, received.isWhole), response);
      case "whole":
        return finished(crossing.whole(answer, received.bytes), response);
      case "binary":
      case "large":
        return this.#stream(answer, crossing, received.source, false);
    }
  }

  #stream(
    answer: Answer,
    crossing: Crossing,
    reader: ByteSource,
    isEventStream: boolean,
  ): Response {
    const { draft, response, exchange } = answer;
    const { clock } = this.parts;
    const beganMs = clock.monotonic();
    const hooks = crossing.stream(answer, isEventStream);
    const headers = ownHeaders(draft);
    if (isEventStream) headers.push(["cache-control", "no-cache"], ["x-accel-buffering", "no"]);
    if (answer.prepared.translation !== null) headers.push(["content-type", "text/event-stream"]);
    const body = relay({
      reader,
      exchange,
      coalescer: this.coalescer,
      clock,
      hooks,
      patienceMs: this.parts.settings().callerTimeoutMs,
    });
    draft.marks.ownAfterMs += clock.monotonic() - beganMs;
    return answerWith(body, response, headers);
  }
}

function finished({ status, body, headers }: CallerAnswer, provider: Response): Response {
  return answerWith(body, provider, headers, status);
}
