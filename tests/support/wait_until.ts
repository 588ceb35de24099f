/** Waiting for what another process does. */

const PATIENCE_MS = 10_000;
const PAUSE_MS = 10;

/**
 * Asks again and again until the answer is truthy.
 * @throws Error naming `what` when it does not come true in time
 */
export async function waitUntil(
  what: string,
  isTrue: () => unknown,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!await isTrue()) {
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Fails instead of waiting for ever for what may never come. */
export async function inTime<Value>(
  what: string,
  coming: Promise<Value>,
  patienceMs = PATIENCE_MS,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Waited ${patienceMs} ms in vain: ${what}.`)),
      patienceMs,
    );
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}
