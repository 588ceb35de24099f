/**
 * A server that answers with given bytes, cut where told: recorded provider traffic with chunk
 * boundaries that no recording keeps.
 *
 * ```ts
 * await using server = await startReplayServer({
 *   headers: [["content-type", "text/event-stream"]],
 *   body: recordedStream,
 *   cuts: "every-byte",
 * });
 * ```
 *
 * @module
 */
import { CallerGone, Exchange, framed } from "../../bench/simulator/exchange.ts";
import { HttpReader } from "../../bench/simulator/http_reader.ts";
import { SeenRequest } from "../../bench/simulator/seen_request.ts";
import { listenWires, type Wire } from "../../bench/simulator/wire.ts";

/**
 * Where a body is cut into pieces, each written by itself: nowhere, after every byte, after every n
 * bytes, or at the given offsets.
 */
export type Cuts = "none" | "every-byte" | number | readonly number[];

/** What to answer. */
export interface Replay {
  /** Default 200. */
  readonly status?: number;
  /** Framing headers come by themselves. Default: JSON content type. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body: Uint8Array | string;
  /**
   * `chunked` (default): each piece is a chunk of its own, so cuts survive the kernel's joining of
   * writes. `length`: content-length. `close`: the end of the connection ends the body.
   */
  readonly framing?: "chunked" | "length" | "close";
  readonly cuts?: Cuts;
  /** Between pieces, ms; default 0. */
  readonly pauseMs?: number;
  /**
   * After the last piece: end properly (default), close without the framing's end, reset, or go
   * silent until the other side hangs up.
   */
  readonly then?: "end" | "close" | "reset" | "stall";
}

/** A running replay server. */
export interface ReplayServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** Answers with something else from the next request on. */
  replay(next: Replay | ((request: SeenRequest) => Replay)): void;
  close(): Promise<void>;
}

/** Starts one on a free loopback port; it answers every request, whatever its path. */
export async function startReplayServer(
  first: Replay | ((request: SeenRequest) => Replay),
): Promise<ReplayServer> {
  let current = first;
  const requests: SeenRequest[] = [];
  const running = new Set<Promise<void>>();

  const serve = async (wire: Wire): Promise<void> => {
    const reader = new HttpReader(wire);
    let seen: SeenRequest | null = null;
    try {
      while (true) {
        const request = await reader.next();
        if (request === null) break;
        seen = new SeenRequest(request);
        requests.push(seen);
        const replay = typeof current === "function" ? current(seen) : current;
        const whole = await send(new Exchange(wire, reader), replay);
        seen.finish(whole ? "answered" : "cut");
        if (!whole || replay.framing === "close") break;
      }
    } catch (thrown) {
      seen?.finish(thrown instanceof CallerGone ? "aborted" : "cut");
    } finally {
      wire.close();
    }
  };

  const listener = await listenWires("resettable", 0, (wire) => {
    const serving = serve(wire).finally(() => running.delete(serving));
    running.add(serving);
  });
  const close = async (): Promise<void> => {
    await listener.close();
    await Promise.all(running);
  };
  const url = `http://127.0.0.1:${listener.port}`;
  return {
    port: listener.port,
    url,
    baseUrl: `${url}/v1`,
    requests,
    replay: (next) => current = next,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function send(exchange: Exchange, replay: Replay): Promise<boolean> {
  const body = typeof replay.body === "string"
    ? new TextEncoder().encode(replay.body)
    : replay.body;
  const framing = replay.framing ?? "chunked";
  const headers = replay.headers ?? [["content-type", "application/json"]];
  const length = framing === "chunked" ? "chunked" : framing === "close" ? null : body.length;
  await exchange.write(Exchange.head(replay.status ?? 200, headers, length));
  exchange.watch();
  for (const piece of cutUp(body, replay.cuts ?? "none")) {
    await exchange.write(framing === "chunked" ? framed(piece) : piece);
    if (replay.pauseMs !== undefined && replay.pauseMs > 0) await exchange.sleep(replay.pauseMs);
  }
  switch (replay.then ?? "end") {
    case "stall":
      return await exchange.untilGone();
    case "reset":
      // A reset throws away what the peer has not read yet.
      await exchange.sleep(SETTLE_MS);
      exchange.reset();
      return false;
    case "close":
      return false;
    case "end":
      if (framing === "chunked") await exchange.lastChunk();
      return true;
  }
}

const SETTLE_MS = 20;

/** The pieces of a body; joined they are the body, and none is empty. */
export function cutUp(body: Uint8Array, cuts: Cuts): readonly Uint8Array[] {
  const step = cuts === "every-byte" ? 1 : cuts === "none" ? body.length : cuts;
  const offsets = typeof step === "number"
    ? Array.from(
      { length: Math.max(0, Math.ceil(body.length / Math.max(1, step)) - 1) },
      (_, index) => (index + 1) * step,
    )
    : step;
  const inside = offsets.filter((offset) => offset > 0 && offset < body.length);
  const ends = [...new Set([...inside, body.length])].sort((a, b) => a - b);
  return ends
    .map((end, index) => body.subarray(ends[index - 1] ?? 0, end))
    .filter((piece) => piece.length > 0);
}
