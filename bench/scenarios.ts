/**
 * The loads of a bench run.
 *
 * @module
 */

/** One load, for every target. */
export interface LoadScenario {
  readonly name: string;
  readonly title: string;
  /** What the simulator does ({@link parseScenario}). */
  readonly provider: string;
  readonly stream: boolean;
  readonly promptBytes: number;
  readonly concurrency: number;
  /** Requests a second; null is a closed loop. */
  readonly rate: number | null;
  /** In the run of `--quick`. */
  readonly quick: boolean;
}

const closed = (
  name: string,
  title: string,
  concurrency: number,
  more: Partial<LoadScenario> = {},
): LoadScenario => ({
  name,
  title: `${title}, ${concurrency} ${concurrency === 1 ? "caller" : "callers"}`,
  provider: "gpt-4o-mini",
  stream: false,
  promptBytes: 400,
  concurrency,
  rate: null,
  quick: false,
  ...more,
});

const UNPACED = { stream: true, provider: "gpt-4o-mini:chunks=200" };
const PACED = { stream: true, provider: "gpt-4o-mini:chunks=200;cadence=5" };
/** Most connections of an open loop: more than any target needs that keeps up. */
const OPEN = { concurrency: 256, provider: "gpt-4o-mini:latency=20" };

/** Every scenario, in the order of the report. */
export const SCENARIOS: readonly LoadScenario[] = [
  closed("plain-1", "non-stream", 1),
  closed("plain-16", "non-stream", 16, { quick: true }),
  closed("plain-64", "non-stream", 64),
  closed("stream-1", "stream of 200 chunks, unpaced", 1, UNPACED),
  closed("stream-16", "stream of 200 chunks, unpaced", 16, { ...UNPACED, quick: true }),
  closed("stream-64", "stream of 200 chunks, unpaced", 64, UNPACED),
  closed("paced-16", "stream of 200 chunks, one each 5 ms", 16, PACED),
  closed("paced-64", "stream of 200 chunks, one each 5 ms", 64, PACED),
  closed("prompt-100k", "prompt of 100 KB", 16, { promptBytes: 100_000, quick: true }),
  closed("prompt-1m", "prompt of 1 MB", 16, { promptBytes: 1_000_000 }),
  {
    ...closed("open-100", "", 0, OPEN),
    title: "open loop, 100 requests/s, provider answers in 20 ms",
    concurrency: OPEN.concurrency,
    rate: 100,
  },
  {
    ...closed("open-300", "", 0, { ...OPEN, quick: true }),
    title: "open loop, 300 requests/s, provider answers in 20 ms",
    concurrency: OPEN.concurrency,
    rate: 300,
  },
];
