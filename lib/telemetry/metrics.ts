/**
 * Prometheus metrics.
 *
 * The number of series is bounded: endpoints and providers come from lists of ours and the
 * configuration, a model has its own series only once it has completed a request (so invented names
 * get none), and beyond {@link MAX_SERIES} combinations a new one counts as provider and model
 * `other`.
 *
 * @module
 */
import { Counter, Registry } from "prom-client";
import type { AttemptRecord } from "../domain/attempt.ts";
import type { RequestRecord } from "../domain/request_record.ts";
import type { Decision } from "../domain/routing.ts";
import { Histogram, type Tally } from "./histogram.ts";
import { registerGauges, type StateProbes } from "./state_gauges.ts";

/** Combinations of endpoint, provider, model, outcome and status that are told apart. */
export const MAX_SERIES = 2000;

const OTHER = "other";
const MAX_NAME = 100;

const DURATION_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const TTFT_SECONDS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 3, 5, 10, 30, 60];
const OVERHEAD_SECONDS = [1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.5, 1];

const TOKEN_KINDS = {
  prompt: "promptTokens",
  completion: "completionTokens",
  cached: "cachedTokens",
  cache_write: "cacheWriteTokens",
  reasoning: "reasoningTokens",
} as const satisfies Record<string, keyof RequestRecord>;

const TOKENS = Object.entries(TOKEN_KINDS);

/** How often one combination of labels came. */
interface Series {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/** How often attempts of one provider ended in one way. */
interface AttemptSeries {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/** How often the router decided in one way. */
interface DecisionSeries {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/** The timings of one endpoint, streams apart. */
interface Timings {
  readonly duration: Tally;
  readonly ttft: Tally;
  readonly overhead: Tally;
}

/**
 * Counts requests. What the request path calls adds to plain numbers, well below a microsecond;
 * prom-client's metrics, which hash their labels at each call, take them over when they are read.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #series = new Map<string, Series>();
  /** Sums in the order of TOKENS. */
  readonly #tokens = TOKENS.map(() => 0);
  readonly #models = new Set<string>();
  readonly #attempts = new Map<string, AttemptSeries>();
  /** At most one for each strategy, tier and way of scoring. */
  readonly #decisions = new Map<string, DecisionSeries>();
  readonly #timings = new Map<string, Timings>();
  readonly #duration = new Histogram(
    "flow_router_request_duration_seconds",
    "From the first byte of a request to the last byte of its answer",
    DURATION_SECONDS,
  );
  readonly #ttft = new Histogram(
    "flow_router_ttft_seconds",
    "From the first byte of a request to the first content of its stream",
    TTFT_SECONDS,
  );
  readonly #overhead = new Histogram(
    "flow_router_overhead_seconds",
    "The gateway's own part of the duration",
    OVERHEAD_SECONDS,
  );
  #costNanoUsd = 0;
  #inFlight = 0;

  constructor(probes: StateProbes) {
    this.#addCounters();
    registerGauges(this.#registry, { ...probes, inFlight: () => this.#inFlight });
  }

  requestStarted(): void {
    this.#inFlight++;
  }

  /** Counts a request by its row. Times of refused requests are left out: they say nothing. */
  requestFinished(record: RequestRecord): void {
    this.#inFlight--;
    this.#seriesOf(record).count++;
    for (const attempt of record.attempts) this.#attemptSeriesOf(attempt).count++;
    if (record.decision !== null) this.#decisionSeriesOf(record.decision).count++;
    for (let at = 0; at < TOKENS.length; at++) this.#tokens[at]! += record[TOKENS[at]![1]] ?? 0;
    this.#costNanoUsd += record.costNanoUsd ?? 0;
    if (record.outcome === "refused") return;
    const { duration, ttft, overhead } = this.#timingsOf(record);
    duration.observe(record.latencyMs / 1000);
    overhead.observe(record.overheadUs / 1e6);
    if (record.ttftMs !== null) ttft.observe(record.ttftMs / 1000);
  }

  /** What `/metrics` answers, with its media type. */
  async render(): Promise<{ readonly text: string; readonly contentType: string }> {
    const parts = [
      await this.#registry.metrics(),
      ...[this.#duration, this.#ttft, this.#overhead].map((histogram) => histogram.render()),
    ];
    return { text: parts.join("\n"), contentType: this.#registry.contentType };
  }

  #seriesOf({ endpoint, provider, modelUsed, outcome, httpStatus }: RequestRecord): Series {
    if (outcome === "complete" && this.#models.size < MAX_SERIES) this.#models.add(modelUsed);
    const model = this.#models.has(modelUsed) ? modelUsed.slice(0, MAX_NAME) : OTHER;
    const known = this.#series.get(`${endpoint}\n${provider}\n${model}\n${outcome}\n${httpStatus}`);
    if (known !== undefined) return known;
    const full = this.#series.size >= MAX_SERIES;
    const name = full ? OTHER : provider;
    const shown = full ? OTHER : model;
    const key = `${endpoint}\n${name}\n${shown}\n${outcome}\n${httpStatus}`;
    const series = this.#series.get(key) ?? {
      labels: {
        endpoint,
        provider: name || "none",
        model: shown,
        outcome,
        status: String(httpStatus),
      },
      count: 0,
    };
    this.#series.set(key, series);
    return series;
  }

  #attemptSeriesOf({ provider, outcome, status }: AttemptRecord): AttemptSeries {
    const known = this.#attempts.get(`${provider}\n${outcome}\n${status}`);
    if (known !== undefined) return known;
    const name = this.#attempts.size >= MAX_SERIES ? OTHER : provider;
    const key = `${name}\n${outcome}\n${status}`;
    const series = this.#attempts.get(key) ?? {
      labels: { provider: name, outcome, status: status === null ? "none" : String(status) },
      count: 0,
    };
    this.#attempts.set(key, series);
    return series;
  }

  #decisionSeriesOf({ strategy, tier, scorer, fallbackReason }: Decision): DecisionSeries {
    const scored = scorer ?? "none";
    const key = `${strategy} ${tier} ${scored} ${fallbackReason !== null}`;
    let series = this.#decisions.get(key);
    if (series === undefined) {
      const fallback = String(fallbackReason !== null);
      series = { labels: { strategy, tier, scorer: scored, fallback }, count: 0 };
      this.#decisions.set(key, series);
    }
    return series;
  }

  #timingsOf({ endpoint, stream }: RequestRecord): Timings {
    const key = stream ? `${endpoint} stream` : endpoint;
    let timings = this.#timings.get(key);
    if (timings === undefined) {
      const labels = { endpoint, stream: String(stream) };
      timings = {
        duration: this.#duration.tally(labels),
        ttft: this.#ttft.tally(labels),
        overhead: this.#overhead.tally(labels),
      };
      this.#timings.set(key, timings);
    }
    return timings;
  }

  #addCounters(): void {
    const registers = [this.#registry];
    const series = this.#series;
    const tokens = this.#tokens;
    const attempts = this.#attempts;
    const decisions = this.#decisions;
    const cost = (): number => this.#costNanoUsd;
    new Counter({
      name: "flow_router_requests_total",
      help: "Requests by how they ended",
      labelNames: ["endpoint", "provider", "model", "outcome", "status"],
      registers,
      collect() {
        this.reset();
        for (const { labels, count } of series.values()) this.inc(labels, count);
      },
    });
    new Counter({
      name: "flow_router_attempts_total",
      help: "Calls to providers by how they ended; skipped ones were not made",
      labelNames: ["provider", "outcome", "status"],
      registers,
      collect() {
        this.reset();
        for (const { labels, count } of attempts.values()) this.inc(labels, count);
      },
    });
    new Counter({
      name: "flow_router_decisions_total",
      help: "Requests that the smart router decided; fallback: the classifier could not score",
      labelNames: ["strategy", "tier", "scorer", "fallback"],
      registers,
      collect() {
        this.reset();
        for (const { labels, count } of decisions.values()) this.inc(labels, count);
      },
    });
    new Counter({
      name: "flow_router_tokens_total",
      help:
        "Tokens as providers counted them; cached, cache_write and reasoning are parts of others",
      labelNames: ["kind"],
      registers,
      collect() {
        this.reset();
        TOKENS.forEach(([kind], at) => this.inc({ kind }, tokens[at]));
      },
    });
    new Counter({
      name: "flow_router_cost_nano_usd_total",
      help: "Cost of priced requests, in billionths of a US dollar",
      registers,
      collect() {
        this.reset();
        this.inc(cost());
      },
    });
  }
}
