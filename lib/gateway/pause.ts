/**
 * Waits before another attempt.
 *
 * @module
 */

/**
 * Resolves after so many ms; rejects with the signal's reason as soon as that is aborted. The timer
 * is gone then.
 */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits in real time. */
export const pause: Pause = (ms, signal) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) {
    reject(signal.reason);
    return promise;
  }
  const onAbort = () => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener("abort", onAbort);
    resolve();
  }, ms);
  signal.addEventListener("abort", onAbort, { once: true });
  return promise;
};

/**
 * A random pause ("full jitter"): between nothing and a bound that doubles each time, so that callers
 * who failed together do not come back together.
 *
 * @param count pauses made before for the same request
 * @param random from 0 to below 1
 */
export function backoffMs(
  { backoffBaseMs, backoffMaxMs }: {
    readonly backoffBaseMs: number;
    readonly backoffMaxMs: number;
  },
  count: number,
  random: () => number,
): number {
  return random() * Math.min(backoffMaxMs, backoffBaseMs * 2 ** count);
}
