/**
 * The limit on connecting. `fetch` does not tell whether it is still connecting or already waiting
 * for an answer, and an answer may rightly take minutes. So when half the connect limit has passed
 * without headers from a host that has not answered lately, a second, empty connection is tried: if
 * that cannot be made in the other half, the host cannot be reached.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import type { Exchange } from "./exchange.ts";

/** Opens a TCP connection and closes it again; rejects when it cannot be made. */
export type TryConnect = (host: string, port: number, signal: AbortSignal) => Promise<void>;

/** A host that answered within this time is known to be reachable, ms. */
const WARM_MS = 60_000;
const KEEP_HOSTS = 1000;

/** Watches over connection establishment, per host. */
export class ConnectProbe {
  readonly #answeredAt = new Map<string, number>();

  constructor(private readonly clock: Clock, private readonly tryConnect: TryConnect | null) {}

  /** A host answered. */
  answered(origin: string): void {
    if (this.#answeredAt.size >= KEEP_HOSTS) this.#answeredAt.clear();
    this.#answeredAt.set(origin, this.clock.monotonic());
  }

  /** Starts to watch one exchange; the returned function ends that. */
  guard(url: URL, exchange: Exchange): () => void {
    const seen = this.#answeredAt.get(url.origin);
    const tryConnect = this.tryConnect;
    const isWarm = seen !== undefined && this.clock.monotonic() - seen < WARM_MS;
    if (isWarm || tryConnect === null) return () => {};
    const half = exchange.limits.connectMs / 2;
    const timer = setTimeout(() => void this.#probe(url, exchange, half, tryConnect), half);
    return () => clearTimeout(timer);
  }

  async #probe(url: URL, exchange: Exchange, ms: number, tryConnect: TryConnect): Promise<void> {
    const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), ms);
    const signal = AbortSignal.any([limit.signal, exchange.signal]);
    try {
      await tryConnect(host, port, signal);
    } catch (cause) {
      if (exchange.phase !== "headers") return;
      exchange.abort(
        new FlowError(
          "upstream_connect_timeout",
          `${exchange.target} could not be reached within ${exchange.limits.connectMs} ms ` +
            "(upstream.connect_timeout_ms). Check the base URL and the network.",
          { cause },
        ),
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
