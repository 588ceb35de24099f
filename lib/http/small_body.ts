/**
 * Reads a small body whose length is known, in one go: piece by piece costs a quarter of all that a
 * request costs.
 *
 * @module
 */
import type { Exchange } from "./exchange.ts";

/** The idle limit counts for such a body as a whole, so that it must be small. */
const LARGEST = 65_536;

/** Whether a body is small, by what its headers say. An encoded one may be of any size. */
export function isSmallBody({ headers }: Response): boolean {
  const length = headers.get("content-length");
  return length !== null && Number(length) <= LARGEST && headers.get("content-encoding") === null;
}

/**
 * The whole body. Rejects when it is cut off or the exchange is ended, as which the socket closes: `fetch`
 * knows of that for as long as its answer is held, and reading it whole holds it.
 */
export function readSmallBody(
  response: Response,
  exchange: Exchange,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    exchange.onAbort(reject);
    response.bytes().then(resolve, reject);
  });
}
