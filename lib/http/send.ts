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

/** Name and value, each name once. */
export type HeaderList = readonly (readonly [string, string])[];

/** A request to a provider. */
export interface OutboundRequest {
  /** Who it goes to, for messages: `openai (api.openai.com)`. */
  readonly target: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: URL;
  /** Requests that are alike should bring the same list, which is then checked once. */
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  readonly limits: TimeLimits;
}

/** The world that a sender needs. */
export interface SenderPorts {
  readonly clock: Clock;
  /** `fetch`, or a stand-in that injects faults. */
  readonly fetch?: typeof fetch;
  /** Options of every request, e.g. Deno's `client` with its connection pool. */
  readonly fetchOptions?: object;
  /** Null: no limit on connecting of its own (as behind a forward proxy). */
  readonly tryConnect?: TryConnect | null;
}

/** What is kept of one request for those that follow. */
interface Template {
  readonly url: URL;
  readonly method: string;
  readonly request: Request;
}

/** Sends requests to providers and keeps their time limits. */
export class Sender {
  readonly #watchdog: Watchdog;
  readonly #probe: ConnectProbe;
  readonly #fetch: typeof fetch;
  /** By the list of headers: it goes when nobody sends that any more. */
  #templates = new WeakMap<HeaderList, Template>();

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
   * Everything of a request but its body. Parsing an address and checking headers each time costs more
   * than all else here; requests that are alike come with the same list of headers.
   */
  #template(request: OutboundRequest): Request {
    const { headers, url, method } = request;
    const known = this.#templates.get(headers);
    if (known?.url === url && known.method === method) return known.request;
    const template = this.#newTemplate(request);
    this.#templates.set(headers, { url, method, request: template });
    return template;
  }

  /**
   * Headers are checked before `fetch` sees them, because its message would quote the value, and that
   * may be a key.
   */
  #newTemplate({ method, url, headers, target }: OutboundRequest): Request {
    let checked: Headers;
    try {
      checked = new Headers(headers as [string, string][]);
    } catch {
      throw new FlowError(
        "provider_not_configured",
        `Cannot send to ${target}: its key or one of its configured headers holds a character that ` +
          "no HTTP header may hold, such as a line break. Store the key again with: " +
          "flow-router add-key",
      );
    }
    return new Request(url, {
      method,
      headers: checked,
      redirect: "manual",
      ...this.ports.fetchOptions,
    });
  }

  /** Forgets the keys of providers that requests so far were prepared with. */
  forget(): void {
    this.#templates = new WeakMap();
  }

  /** Lets go of the timers. Exchanges under way lose their time limits. */
  close(): void {
    this.#watchdog.stop();
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
