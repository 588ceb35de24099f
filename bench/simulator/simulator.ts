/**
 * A provider that behaves, or misbehaves, as told. In a test:
 *
 * ```ts
 * await using provider = await startSimulator();
 * await fetch(provider.baseUrl + "/chat/completions", {
 *   method: "POST",
 *   body: JSON.stringify({ model: "gpt-4o-mini:chunks=3,fault=reset@2", stream: true, messages: [] }),
 * });
 * provider.requests[0]?.end; // "cut"
 * ```
 *
 * @module
 */
import { answer, type Totals } from "./answer.ts";
import { CallerGone, Exchange } from "./exchange.ts";
import { HttpReader } from "./http_reader.ts";
import type { Scenario } from "./scenario.ts";
import { ScenarioBook } from "./scenario_book.ts";
import { type SeenEnd, SeenRequest } from "./seen_request.ts";
import { listenWires, type Transport, type Wire } from "./wire.ts";

/** How to start one. */
export interface SimulatorOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default `resettable`; the bench takes `fast`. */
  readonly transport?: Transport;
  /** How many of the last requests are kept in {@link Simulator.requests}; default 1000. */
  readonly keep?: number;
}

/** A running simulator. */
export interface Simulator extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `http://127.0.0.1:PORT/v1`, what a gateway is configured with. */
  readonly baseUrl: string;
  /** In order of arrival. */
  readonly requests: readonly SeenRequest[];
  readonly totals: Readonly<Totals>;
  /** Applies to the next `times` requests, or to all from now on; null takes it back. */
  setScenario(scenario: Partial<Scenario> | string | null, times?: number): void;
  /**
   * Applies to `percent` of the requests that come with this bearer token, before all else that is
   * said of them; null takes it back.
   */
  setKeyScenario(key: string, scenario: Partial<Scenario> | string | null, percent?: number): void;
  /** The next request to arrive after this call. */
  nextRequest(): Promise<SeenRequest>;
  /** Forgets requests and totals. */
  clear(): void;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Starts a simulator on loopback. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const keep = options.keep ?? 1000;
  const requests: SeenRequest[] = [];
  const totals = noTotals();
  let waiting: ((request: SeenRequest) => void)[] = [];
  const book = new ScenarioBook();

  const clear = (): void => {
    requests.length = 0;
    Object.assign(totals, noTotals());
  };
  const note = (request: SeenRequest): void => {
    totals.requests++;
    if (keep > 0) {
      requests.push(request);
      if (requests.length > keep) requests.shift();
    }
    if (waiting.length === 0) return;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell(request);
  };

  const onWire = async (wire: Wire): Promise<void> => {
    const reader = new HttpReader(wire);
    let seen: SeenRequest | null = null;
    try {
      while (true) {
        const request = await reader.next();
        if (request === null) break;
        seen = new SeenRequest(request);
        const exchange = new Exchange(wire, reader);
        if (seen.path.startsWith("/__sim/")) {
          await control(exchange, seen);
          continue;
        }
        note(seen);
        const whole = await answer(exchange, seen, book, totals);
        finish(seen, whole ? "answered" : "cut");
        if (!whole) break;
      }
    } catch (thrown) {
      if (thrown instanceof CallerGone && seen !== null) finish(seen, "aborted");
      else if (seen !== null) finish(seen, "cut");
    } finally {
      wire.close();
    }
  };
  const finish = (seen: SeenRequest, end: SeenEnd): void => {
    if (end === "aborted") totals.aborted++;
    seen.finish(end);
  };

  const control = async (exchange: Exchange, seen: SeenRequest): Promise<void> => {
    const json = (value: unknown): Promise<void> =>
      exchange.answer(200, [["content-type", "application/json"]], JSON.stringify(value));
    switch (`${seen.method} ${seen.path}`) {
      case "POST /__sim/scenario": {
        const { scenario = null, times, key, percent } = readControl(seen.json());
        if (key === undefined) book.set(scenario, times);
        else book.setForKey(key, scenario, percent);
        return await json({ ok: true });
      }
      case "POST /__sim/clear":
        clear();
        return await json({ ok: true });
      case "GET /__sim/totals":
        return await json(totals);
      case "GET /__sim/requests":
        return await json(requests.map((request) => ({
          method: request.method,
          path: request.path,
          headers: request.headers,
          body: request.text(),
          end: request.end,
          tookMs: request.tookMs,
        })));
      default:
        return await exchange.answer(404, [], "no such control");
    }
  };

  const running = new Set<Promise<void>>();
  const transport = options.transport ?? "resettable";
  const listener = await listenWires(transport, options.port ?? 0, (wire) => {
    const serving = onWire(wire).finally(() => running.delete(serving));
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
    totals,
    setScenario: (scenario, times) => book.set(scenario, times),
    setKeyScenario: (key, scenario, percent) => book.setForKey(key, scenario, percent),
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    clear,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function noTotals(): Totals {
  return { requests: 0, answered: 0, aborted: 0, promptTokens: 0, completionTokens: 0 };
}

interface ControlBody {
  readonly scenario?: Partial<Scenario> | string | null;
  readonly times?: number;
  readonly key?: string;
  readonly percent?: number;
}

function readControl(value: unknown): ControlBody {
  if (typeof value !== "object" || value === null) throw new Error("control body is not an object");
  return value;
}
