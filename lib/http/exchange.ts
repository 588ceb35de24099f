/**
 * One request to a provider while it is under way: what may end it early and how it ended.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

/** Time limits of one exchange, ms. There is none on the total: answers may take as long as they do. */
export interface TimeLimits {
  /** To reach the provider's host. */
  readonly connectMs: number;
  /** Until the answer's headers. */
  readonly headersMs: number;
  /** Between two pieces of the answer's body. */
  readonly idleMs: number;
}

/** What an exchange waits for. */
export type Phase = "headers" | "body" | "over";

/** One exchange. The watchdog reads it, the sender and the relay move it on. */
export class Exchange {
  readonly #controller = new AbortController();
  #phase: Phase = "headers";
  #onOver: () => void = () => {};
  #onAbort: (reason: FlowError) => void = () => {};
  /** Monotonic ms of the last sign of life. */
  #lastSignMs: number;

  constructor(readonly target: string, readonly limits: TimeLimits, nowMs: number) {
    this.#lastSignMs = nowMs;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Why it was ended early, null when it was not. */
  get failure(): FlowError | null {
    const reason: unknown = this.signal.aborted ? this.signal.reason : null;
    return reason instanceof FlowError ? reason : null;
  }

  /** Ends it early: the socket closes, the provider stops working. */
  abort(reason: FlowError): void {
    if (this.#phase === "over") return;
    this.finish();
    this.#controller.abort(reason);
    this.#onAbort(reason);
  }

  /** Calls back when it is ended early; a listener of the signal would cost more than the rest of this. */
  onAbort(callback: (reason: FlowError) => void): void {
    this.#onAbort = callback;
    if (this.failure !== null) callback(this.failure);
  }

  /** Calls back once when the exchange is over, however it ended. */
  onOver(callback: () => void): void {
    this.#onOver = callback;
  }

  headersArrived(nowMs: number): void {
    if (this.#phase === "headers") this.#phase = "body";
    this.#lastSignMs = nowMs;
  }

  /** A piece of the body arrived, or reading goes on after a pause. */
  sign(nowMs: number): void {
    this.#lastSignMs = nowMs;
  }

  /** The caller is slow and we do not read: the provider's silence is not its fault. */
  pause(): void {
    this.#lastSignMs = Infinity;
  }

  /** It is over: its time limits end. */
  finish(): void {
    if (this.#phase === "over") return;
    this.#phase = "over";
    this.#onOver();
  }

  /** Time spent waiting since the last sign of life, ms. */
  silentMs(nowMs: number): number {
    return nowMs - this.#lastSignMs;
  }

  /** Ends it when it has been silent for too long. */
  enforceLimits(nowMs: number): void {
    const silent = this.silentMs(nowMs);
    if (this.#phase === "headers" && silent > this.limits.headersMs) {
      this.abort(
        new FlowError(
          "upstream_header_timeout",
          `${this.target} sent no answer within ${this.limits.headersMs} ms ` +
            "(upstream.header_timeout_ms).",
        ),
      );
    } else if (this.#phase === "body" && silent > this.limits.idleMs) {
      this.abort(
        new FlowError(
          "upstream_idle_timeout",
          `${this.target} sent nothing for ${this.limits.idleMs} ms in the middle of its answer ` +
            "(upstream.idle_timeout_ms).",
        ),
      );
    }
  }
}
