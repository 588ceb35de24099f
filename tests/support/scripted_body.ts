/**
 * A provider's body that a test writes by hand, piece by piece, and that knows what became of it.
 *
 * @module
 */

const encoder = new TextEncoder();

/** A body under way. */
export class ScriptedBody {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** How many pieces have been asked for. */
  pulls = 0;
  /** Why reading was given up; undefined while it goes on. */
  cancelled: unknown;
  #controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;

  /** @param signal fails the body when it fires, as it does to a body of `fetch` */
  constructor(signal?: AbortSignal) {
    this.stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        this.#controller = controller;
        signal?.addEventListener("abort", () => controller.error(signal.reason));
      },
      pull: () => void this.pulls++,
      cancel: (reason) => void (this.cancelled = reason),
    }, { highWaterMark: 0 });
  }

  write(piece: string | Uint8Array<ArrayBuffer>): void {
    this.#controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
  }

  end(): void {
    this.#controller.close();
  }

  breakOff(reason: unknown = new TypeError("error reading a body from connection")): void {
    this.#controller.error(reason);
  }
}

/** A provider whose stream the test writes: `body()` is that of its latest answer. */
export function streaming() {
  let latest: ScriptedBody | undefined;
  return {
    provider: ({ signal }: { readonly signal: AbortSignal }): Response => {
      latest = new ScriptedBody(signal);
      return new Response(latest.stream, { headers: { "content-type": "text/event-stream" } });
    },
    body: (): ScriptedBody => {
      if (latest === undefined) throw new Error("The provider has not been asked yet.");
      return latest;
    },
  };
}

/** Lets everything happen that needs no more time than the event loop takes to turn. */
export async function settled(): Promise<void> {
  // Two turns of timers: the first lets a coalesced write out, the second what that leads to.
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
}
