/**
 * Generated rows: the same for the same numbers, spread over sixty days, few of them in the night.
 *
 * @module
 */
import type { RecordedRequest, RequestRecord } from "../../lib/domain/request_record.ts";
import { NO_USAGE } from "../../lib/domain/usage.ts";

export interface RowsOptions {
  readonly rows: number;
  /** The last row starts then. */
  readonly nowMs: number;
  /** Every so many rows comes with bodies. */
  readonly bodiesEvery: number;
}

const SPAN_MS = 60 * 86_400_000;
const encoder = new TextEncoder();

/** Makes rows. */
export class MillionRows {
  readonly #options: RowsOptions;
  #state = 20_261_120;

  constructor(options: RowsOptions) {
    this.#options = options;
  }

  /** All rows in the order in which they would have been written. */
  *batches(size: number): Generator<RecordedRequest[]> {
    const { rows } = this.#options;
    for (let start = 0; start < rows; start += size) {
      const count = Math.min(size, rows - start);
      yield Array.from({ length: count }, (_, n) => this.#row(start + n));
    }
  }

  #row(n: number): RecordedRequest {
    const { rows, nowMs, bodiesEvery } = this.#options;
    const startedAtMs = Math.floor(nowMs - SPAN_MS * (1 - (n + 1) / rows));
    const model = Math.floor(30 * this.#random() ** 2);
    const isError = this.#random() < 0.02;
    const prompt = 50 + Math.floor(this.#random() * 4000);
    const completion = Math.floor(this.#random() * 800);
    const latencyMs = Math.floor(80 * Math.exp(this.#random() * 5));
    const record: RequestRecord = {
      ...NO_USAGE,
      ...FIXED,
      id: rowId(startedAtMs, n),
      startedAtMs,
      callerTokenId: `token-${Math.floor(this.#random() * 20)}`,
      callerTokenName: "a caller",
      modelRequested: `provider-${model % 6}/model-${model}`,
      modelUsed: `model-${model}`,
      provider: `provider-${model % 6}`,
      stream: n % 2 === 0,
      outcome: isError ? "failed" : "complete",
      httpStatus: isError ? [429, 500, 503][n % 3] ?? 500 : 200,
      errorCode: isError ? "upstream_error" : null,
      errorMessage: isError ? "The provider answered with an error." : null,
      latencyMs,
      ttftMs: n % 2 === 0 ? Math.floor(latencyMs / 3) : null,
      // A conversation of some ten requests.
      sessionId: `session-${Math.floor(n / 100) * 10 + Math.floor(this.#random() * 10)}`,
      userTag: `team-${Math.floor(this.#random() * 8)}`,
      tags: n % 4 === 0 ? { project: `p${Math.floor(this.#random() * 40)}` } : null,
      promptTokens: prompt,
      completionTokens: completion,
      totalTokens: prompt + completion,
      cachedTokens: Math.floor(prompt / 4),
      costNanoUsd: prompt * 150 + completion * 600,
      complexityTier: TIERS[Math.floor(this.#random() * TIERS.length)] ?? null,
    };
    if (n % bodiesEvery !== 0) return { record, requestBody: null, responseBody: null };
    const words = Array.from({ length: 60 }, () => this.#word()).join(" ");
    const content = `${words} common${n % 100_000 === 0 ? " needle77" : ""}`;
    return {
      record,
      requestBody: encoder.encode(
        JSON.stringify({ model: record.modelUsed, messages: [{ role: "user", content }] }),
      ),
      responseBody: encoder.encode(
        JSON.stringify({
          choices: [{ message: { role: "assistant", content: words.slice(150) } }],
        }),
      ),
    };
  }

  /** Few words are frequent, many are rare. */
  #word(): string {
    return `w${Math.floor(Math.exp(this.#random() * Math.log(50_000))).toString(36)}`;
  }

  /** From 0 to below 1 (a linear congruential generator: the same rows in every run). */
  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 4_294_967_296;
  }
}

const TIERS = [null, null, "SIMPLE", "MEDIUM", "COMPLEX"];

const FIXED = {
  endpoint: "/v1/chat/completions",
  format: "openai_chat",
  upstreamFormat: "openai_chat",
  clientIp: "127.0.0.1",
  providerKeyId: "key-1",
  providerKeyLabel: "default",
  finishReason: "stop",
  upstreamRequestId: null,
  overheadUs: 400,
  priceSource: "generated",
  complexityScore: null,
  isUsageEstimated: false,
  serviceTier: null,
  warnings: null,
  attempts: [],
  decision: null,
} as const;

/** A UUID of version 7 that sorts by time. */
function rowId(atMs: number, n: number): string {
  const time = atMs.toString(16).padStart(12, "0");
  const low = n.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${low}`;
}
