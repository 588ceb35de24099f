/**
 * Reads a body piece by piece with little garbage: Deno's default reader allocates 64 KiB for every
 * piece, which for a stream of small events costs several times the work itself.
 *
 * @module
 */

const SMALLEST = 4096;
const LARGEST = 65_536;

/** Reads one body to its end. */
export class ByteReader {
  readonly #stream: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  readonly #byob: ReadableStreamBYOBReader | null;
  readonly #plain: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null;
  #buffer = new ArrayBuffer(SMALLEST);

  /**
   * @param signal ends the body when it is aborted. The signal given to `fetch` does not do that for
   *   certain: Deno 2.9.6 listens to it through a signal of its own that nothing but a weak
   *   reference holds, so that garbage collection cuts the link once the headers are there.
   */
  constructor(
    stream: ReadableStream<Uint8Array<ArrayBuffer>> | null,
    private readonly signal: AbortSignal | null = null,
  ) {
    this.#stream = stream;
    this.#byob = stream === null ? null : byobReader(stream);
    this.#plain = stream === null || this.#byob !== null ? null : stream.getReader();
    const end = () => {
      // A body that is broken already cannot be cancelled, and need not be.
      this.cancel(signal?.reason).catch(() => {});
    };
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  }

  /**
   * The next piece as it arrived, in an array of its own; null at the end. Rejects when cut off, with
   * the signal's reason when that was aborted.
   */
  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    this.signal?.throwIfAborted();
    if (this.#byob === null) {
      const next = await this.#plain?.read();
      this.signal?.throwIfAborted();
      return next === undefined || next.done ? null : next.value;
    }
    const { done, value } = await this.#byob.read(new Uint8Array(this.#buffer));
    this.signal?.throwIfAborted();
    if (done || value === undefined) return null;
    // The view's buffer is ours again; a piece that filled it asks for a larger one.
    const wasFull = value.byteLength === value.buffer.byteLength;
    const piece = value.slice();
    this.#buffer = wasFull && value.buffer.byteLength < LARGEST
      ? new ArrayBuffer(value.buffer.byteLength * 4)
      : value.buffer;
    return piece;
  }

  /** Gives up the rest. */
  async cancel(reason: unknown): Promise<void> {
    if (this.#stream === null) return;
    await (this.#byob ?? this.#plain)?.cancel(reason);
  }
}

/** Null for a stream that is no byte stream, as a stand-in for `fetch` may give. */
function byobReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return null;
  }
}
