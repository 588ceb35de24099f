/**
 * Watches sound or another medium on its way to the caller and settles its request at the end. Nothing
 * of it is kept: the log holds text.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import type { Draft } from "./draft.ts";
import type { RelayHooks } from "./relay.ts";
import type { Settler } from "./settle.ts";

/** Counts one answer. */
export class BinaryMeter implements RelayHooks {
  constructor(
    private readonly draft: Draft,
    private readonly clock: Clock,
    private readonly settler: Settler,
    private readonly httpStatus: number,
  ) {}

  pass(bytes: Uint8Array): Uint8Array {
    this.draft.marks.firstContentMs ??= this.clock.monotonic();
    return bytes;
  }

  /** No error fits into sound: a caller learns of one by the connection that breaks. */
  end(failure: FlowError | null): Uint8Array | null {
    this.#settle(failure === null ? "complete" : "failed", failure);
    return failure === null ? new Uint8Array(0) : null;
  }

  callerGone(): void {
    const error = new FlowError(
      "caller_gone",
      "The caller hung up before the answer was complete.",
    );
    this.#settle("caller_gone", error);
  }

  #settle(outcome: "complete" | "failed" | "caller_gone", error: FlowError | null): void {
    this.settler.close(this.draft, {
      outcome,
      httpStatus: this.httpStatus,
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
    });
  }
}
