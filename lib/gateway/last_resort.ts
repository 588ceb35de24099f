/**
 * Keeps the failure that tells the caller most, for the case that every attempt fails.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Answer } from "./answer.ts";
import type { Draft } from "./draft.ts";
import { cureOf, type Failure } from "./failure.ts";
import { amendAttempt } from "./record_attempt.ts";

/** A failure that could be handed over. */
interface Kept {
  readonly usefulness: number;
  /** The provider's own words, or ours where it said nothing. */
  readonly answer: Answer | FlowError;
  readonly failure: Failure;
  /** Where its attempt stands in the draft's list. */
  readonly place: number;
  /** What the draft said at that time. */
  readonly facts: Partial<Draft>;
}

/** The failures of one request. */
export class LastResort {
  #kept: Kept | null = null;

  constructor(private readonly draft: Draft) {}

  /** Keeps this failure unless an earlier one is more useful to the caller. */
  keep(answer: Answer | FlowError, failure: Failure, place: number): void {
    const usefulness = usefulnessOf(answer, failure);
    if (this.#kept !== null && this.#kept.usefulness > usefulness) return abandon(answer, failure);
    const { attempted, requestBody, upstreamRequestId, fallbackFrom, warnings } = this.draft;
    const facts = { attempted, requestBody, upstreamRequestId, fallbackFrom, warnings };
    this.#kept = { usefulness, answer, failure, place, facts };
  }

  /** Another attempt follows: what is still under way is given up. */
  goOn(): void {
    const kept = this.#kept;
    if (kept === null || kept.answer instanceof FlowError) return;
    const { exchange } = kept.answer;
    if (exchange.phase === "over") return;
    abandon(kept.answer, kept.failure);
    this.#kept = { ...kept, answer: new FlowError("upstream_error", kept.failure.reason) };
  }

  /** Hands the failure over: by `deliver`, or by throwing. */
  async end(deliver: (answer: Answer) => Response): Promise<Response> {
    const kept = this.#kept;
    if (kept === null) throw new FlowError("internal", "No attempt was made.");
    Object.assign(this.draft, kept.facts);
    if (kept.answer instanceof FlowError) throw kept.answer;
    amendAttempt(this.draft, kept.place, { outcome: "answered" });
    return await deliver(kept.answer);
  }
}

/**
 * A caller can act on what the provider said of the request and of its own state; less on our not
 * getting an answer; not at all on the state of a key.
 */
function usefulnessOf(answer: Answer | FlowError, failure: Failure): number {
  if (cureOf(failure) === "none") return 3;
  if (failure.kind === "authentication" || failure.kind === "permission") return 0;
  if (failure.kind === "quota") return 0;
  return answer instanceof FlowError ? 1 : 2;
}

function abandon(answer: Answer | FlowError, { reason }: Failure): void {
  if (!(answer instanceof FlowError)) {
    answer.exchange.abort(new FlowError("upstream_error", reason));
  }
}
