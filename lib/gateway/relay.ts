/**
 * Passes a provider's stream on to the caller as it arrives, at the caller's pace.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import type { Exchange } from "../http/exchange.ts";
import type { CoalescedWriter, WriteCoalescer } from "./write_coalescer.ts";

/** What happens along the way. */
export interface RelayHooks {
  /** Sees each piece as it arrived and says what goes on to the caller. */
  pass(bytes: Uint8Array): Uint8Array;
  /**
   * Called once when the provider's side is over. What it returns ends the caller's stream; null
   * breaks that off, so that the caller does not take half an answer for a whole one.
   */
  end(failure: FlowError | null): Uint8Array | null;
  /** Called once when the caller hung up; `end` is not called then. */
  callerGone(): void;
}

/** Where the bytes come from: null ends them, a rejection says that they broke off. */
export interface ByteSource {
  read(): Promise<Uint8Array | null>;
}

/** What the relay works with. */
export interface RelayParts {
  readonly reader: ByteSource;
  readonly exchange: Exchange;
  readonly coalescer: WriteCoalescer;
  readonly clock: Clock;
  readonly hooks: RelayHooks;
  /** How long a caller may read nothing, ms, before it counts as gone; 0 waits for ever. */
  readonly patienceMs: number;
}

/** Pieces that may wait for the caller before we stop reading from the provider. */
const HIGH_WATER_PIECES = 8;
const NOTHING: Uint8Array = new Uint8Array(0);
const STALLED = new Error("The caller stopped reading.");

/** The caller's stream. Exactly one of `end` and `callerGone` is called, whatever happens. */
export function relay(parts: RelayParts): ReadableStream<Uint8Array> {
  let wake: (() => void) | null = null;
  let isOver = false;
  let writer: CoalescedWriter | null = null;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      writer = parts.coalescer.writer(controller);
      // A pump that waits for the caller must still notice that the exchange was ended.
      parts.exchange.signal.addEventListener("abort", () => wake?.(), { once: true });
      void pump(controller, writer);
    },
    pull() {
      wake?.();
    },
    cancel() {
      callerGone();
    },
  }, { highWaterMark: HIGH_WATER_PIECES });

  function callerGone(): void {
    if (isOver) return;
    isOver = true;
    writer?.close();
    wake?.();
    parts.exchange.abort(
      new FlowError("caller_gone", "The caller hung up before the answer was complete."),
    );
    parts.hooks.callerGone();
  }

  /** Waits until the caller wants more; false when it has not read for too long. */
  async function callerReads(): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hasStalled = false;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (parts.patienceMs === 0) return;
      timer = setTimeout(() => {
        hasStalled = true;
        resolve();
      }, parts.patienceMs);
    });
    clearTimeout(timer);
    wake = null;
    if (hasStalled) callerGone();
    return !hasStalled;
  }

  async function pump(
    controller: ReadableStreamDefaultController<Uint8Array>,
    writer: CoalescedWriter,
  ): Promise<void> {
    const { reader, exchange, clock, hooks } = parts;
    let failure: FlowError | null = null;
    try {
      for (let bytes = await reader.read(); bytes !== null; bytes = await reader.read()) {
        if (isOver) return;
        const nowMs = clock.monotonic();
        exchange.sign(nowMs);
        writer.write(hooks.pass(bytes), nowMs);
        if ((controller.desiredSize ?? 0) <= 0) {
          exchange.pause();
          if (!await callerReads()) return controller.error(STALLED);
          if (exchange.failure !== null) throw exchange.failure;
          exchange.sign(clock.monotonic());
        }
      }
    } catch (cause) {
      failure = exchange.failure ?? interrupted(exchange.target, cause);
    }
    if (isOver) return;
    if (failure?.code === "caller_gone") {
      callerGone();
      controller.error(failure);
      return;
    }
    isOver = true;
    exchange.finish();
    const last = hooks.end(failure);
    writer.write(last ?? NOTHING, clock.monotonic());
    writer.flush();
    if (last === null) controller.error(failure);
    else controller.close();
  }
}

/** The connection to the provider broke in the middle of its answer. */
export function interrupted(target: string, cause: unknown): FlowError {
  return new FlowError(
    "upstream_interrupted",
    `${target} broke off in the middle of its answer.`,
    { cause },
  );
}
