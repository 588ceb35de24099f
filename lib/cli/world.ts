/**
 * The real clock and the real randomness; everything else gets them passed in.
 *
 * @module
 */
import { uuid7Generator } from "../domain/ids.ts";
import type { Clock, NewId, RandomBytes } from "../domain/ports.ts";

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The operating system's random generator. */
export const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Ids of this process. */
export const newId: NewId = uuid7Generator(systemClock, systemRandom);
