/**
 * What is known of words: where each stands among the others in meaning, and how rare it is.
 *
 * @module
 */

/** Vectors of words, quantised to bytes. */
export interface WordTable {
  /** Word → row. */
  readonly rows: ReadonlyMap<string, number>;
  readonly words: readonly string[];
  /** Numbers per word. */
  readonly dimensions: number;
  /** Row after row; times `scales` of the column. */
  readonly vectors: Int8Array;
  readonly scales: Float64Array;
  /** By row: 16 times the binary logarithm of the word's rank by frequency in English. */
  readonly rarity: Uint8Array;
}
