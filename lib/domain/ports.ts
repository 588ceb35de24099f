/**
 * What pure code needs from the world, passed in so that tests can hold it still.
 *
 * @module
 */

/** Time. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC, integer. */
  now(): number;
  /** Milliseconds from an arbitrary start that never goes backwards, with fractions. */
  monotonic(): number;
}

/** Cryptographically strong random bytes. */
export type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;

/** Makes a sortable unique id (UUID version 7, RFC 9562). */
export type NewId = () => string;

/** The part of a logger that library code may use. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}
