/**
 * Sortable ids.
 *
 * @module
 */
import type { Clock, NewId, RandomBytes } from "./ports.ts";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** Random bytes are drawn in blocks: a request id should not cost a system call. */
const POOL_BYTES = 1000;

/**
 * A generator of UUIDs of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random
 * bits. Ids of different milliseconds sort by time.
 */
export function uuid7Generator(clock: Clock, randomBytes: RandomBytes): NewId {
  let pool: Uint8Array = new Uint8Array(0);
  let next = 0;
  return () => {
    if (next + 10 > pool.length) {
      pool = randomBytes(POOL_BYTES);
      next = 0;
    }
    const byte = (i: number): string => HEX[pool[next + i]!]!;
    const time = clock.now().toString(16).padStart(12, "0");
    const version = HEX[0x70 | (pool[next]! & 0x0f)]!;
    const variant = HEX[0x80 | (pool[next + 2]! & 0x3f)]!;
    const id = `${time.slice(0, 8)}-${time.slice(8)}-${version}${byte(1)}-${variant}${byte(3)}-` +
      byte(4) + byte(5) + byte(6) + byte(7) + byte(8) + byte(9);
    next += 10;
    return id;
  };
}
