/**
 * The only place that calls `fetch`.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import { ConnectProbe, type TryConnect } from "./connect_probe.ts";
import { Exchange, type TimeLimits } from "./exchange.ts";
import { Watchdog } from "./watchdog.ts";

/** A request to a provider. */
export interface OutboundRequest {
  /** Who it goes to, for messages: `openai (api.openai.com)`. */
  readonly target: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: URL;
  readonly headers: [string, string][];
  readonly body: Uint8Array | null;
  readonly limits: TimeLimits;
}

/** The world that a sender needs. */
export interface SenderPorts {
  readonly clock: Clock;
  /** `fetch`, or a stand-in that injects faults. */
  readonly fetch?: typeof fetch;
  /** Options that every call gets, e.g. Deno's `client` with its connection pool. */
  readonly fetchOptions?: object;
  /** Null: no limit on connecting of its own (as behind a forward proxy). */
  readonly tryConnect?: TryConnect | null;
}

/** Callers can vary a few headers at will: more templates than this are not kept. */
const KEEP_TEMPLATES = 200;

/** Sends requests to providers and keeps their time limits. */
export class Sender {
  readonly #watchdog: Watchdog;
  readonly #probe: ConnectProbe;
  readonly #fetch: typeof fetch;
  readonly #templates = new Map<string, Request>();

  constructor(private readonly ports: SenderPorts) {
    this.#watchdog = new Watchdog(ports.clock);
    this.#probe = new ConnectProbe(ports.clock, ports.tryConnect ?? null);
    this.#fetch = ports.fetch ?? fetch;
  }

  /** Prepares an exchange, so that it can be aborted before it is even sent. */
  open(request: OutboundRequest): Exchange {
    return new Exchange(request.target, request.limits, this.ports.clock.monotonic());
  }

  /**
   * Sends and resolves with the answer as soon as its headers are there, whatever its status.
   * Redirects are not followed: a provider must not be able to send a key elsewhere.
   *
   * Rejects with the reason of `exchange.abort`, with `upstream_unreachable`, or with
   * `provider_not_configured` when a header value is none.
   */
  async send(request: OutboundRequest, exchange: Exchange): Promise<Response> {
    exchange.sign(this.ports.clock.monotonic());
    this.#watchdog.watch(exchange);
    const release = this.#probe.guard(request.url, exchange);
    try {
      const response = await this.#fetch(this.#template(request), {
        // A view of a plain ArrayBuffer: the type cannot say so before TypeScript 5.9's BodyInit.
        body: request.body as Uint8Array<ArrayBuffer> | null,
        signal: exchange.signal,
        ...this.ports.fetchOptions,
      });
      exchange.headersArrived(this.ports.clock.monotonic());
      this.#probe.answered(request.url.origin);
      return response;
    } catch (thrown) {
      exchange.finish();
      if (exchange.failure !== null) throw exchange.failure;
      throw thrown instanceof FlowError ? thrown : unreachable(request.target, thrown);
    } finally {
      release();
    }
  }

  /**
   * Everything of a request but its body. Requests to one provider with one key are alike, and
   * parsing their address and checking their headers each time costs more than all else here.
   */
  #template(request: OutboundRequest): Request {
    // A key of one request's own would fill the place of others and never serve again.
    if (request.headers.some(([name]) => name === "idempotency-key")) return newTemplate(request);
    const key = `${request.method} ${request.url.href}\n${request.headers.join("\n")}`;
    const known = this.#templates.get(key);
    if (known !== undefined) return known;
    const template = newTemplate(request);
    if (this.#templates.size >= KEEP_TEMPLATES) this.#templates.clear();
    this.#templates.set(key, template);
    return template;
  }

  /** Forgets the keys of providers that requests so far were prepared with. */
  forget(): void {
    this.#templates.clear();
  }

  /** Lets go of the timers. Exchanges under way lose their time limits. */
  close(): void {
    this.#watchdog.stop();
  }
}

/**
 * Headers are checked before `fetch` sees them, because its message would quote the value, and that
 * may be a key.
 */
function newTemplate({ method, url, headers, target }: OutboundRequest): Request {
  try {
    return new Request(url, { method, headers: new Headers(headers), redirect: "manual" });
  } catch {
    throw new FlowError(
      "provider_not_configured",
      `Cannot send to ${target}: its key or one of its configured headers holds a character that ` +
        "no HTTP header may hold, such as a line break. Store the key again with: " +
        "flow-router add-key",
    );
  }
}

function unreachable(target: string, thrown: unknown): FlowError {
  let cause = thrown;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  // The innermost message holds the URL and then what happened, outermost first; the last part helps.
  const last = why.split(": ").at(-1) ?? why;
  return new FlowError("upstream_unreachable", `Cannot reach ${target}: ${last}.`, {
    cause: thrown,
  });
}
