/**
 * Numbers that look random and are always the same, so that the same data gives the same figures.
 *
 * @module
 */

/** Numbers from 0 to below 1 (mulberry32, Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The numbers from 0 to below `count`, shuffled (Fisher and Yates). */
export function shuffled(count: number, random: () => number): Int32Array {
  const places = Int32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = places[at]!;
    places[at] = places[other]!;
    places[other] = kept;
  }
  return places;
}
