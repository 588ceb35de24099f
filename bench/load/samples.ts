/**
 * Times of many requests, and what they amount to.
 *
 * @module
 */

/** Milliseconds. All 0 when there was no sample. */
export interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/** Collects durations in ms without an allocation for each. */
export class Samples {
  #values = new Float64Array(4096);
  #count = 0;

  add(ms: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = ms;
  }

  /** Exact percentiles by nearest rank. */
  distribution(): Distribution {
    const sorted = this.#values.slice(0, this.#count).sort();
    if (sorted.length === 0) return { p50: 0, p95: 0, p99: 0, max: 0, mean: 0 };
    const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
    return {
      p50: rank(0.5),
      p95: rank(0.95),
      p99: rank(0.99),
      max: sorted[sorted.length - 1]!,
      mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    };
  }
}
