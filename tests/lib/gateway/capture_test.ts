import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { Capture } from "../../../lib/gateway/capture.ts";

const HEAD = 16 * 1024 * 1024;
const TAIL = 256 * 1024;

/** An answer larger than any here; its bytes tell where they stand. */
const LONGEST = new Uint8Array(HEAD + 4 * TAIL);
for (let at = 0; at < LONGEST.length; at++) LONGEST[at] = at % 251;

function numbered(from: number, length: number): Uint8Array {
  return LONGEST.slice(from, from + length);
}

/** Adds a whole answer of `length` bytes in pieces of the given size. */
function captured(keepsHead: boolean, length: number, piece: number): Capture {
  const capture = new Capture(keepsHead);
  for (let at = 0; at < length; at += piece) {
    capture.add(numbered(at, Math.min(piece, length - at)));
  }
  return capture;
}

Deno.test("Capture keeps an answer of tiny pieces whole", () => {
  const capture = captured(true, 10_000, 1);

  assert.equal(capture.isWhole, true);
  assert.equal(capture.length, 10_000);
  assert.deepEqual(capture.head, numbered(0, 10_000));
  assert.deepEqual(capture.forSummary, numbered(0, 10_000));
});

Deno.test("Capture of nothing is whole and empty", () => {
  const capture = new Capture(true);

  assert.equal(capture.isWhole, true);
  assert.equal(capture.head.length, 0);
  assert.equal(capture.forSummary.length, 0);
});

Deno.test("Capture gives a head that shares no memory with the copy", () => {
  const capture = captured(true, 100, 100);

  assert.equal(capture.head.buffer.byteLength, 100);
});

Deno.test("Capture copies: the sender may use its buffer again", () => {
  const capture = new Capture(true);
  const buffer = numbered(0, 10);

  capture.add(buffer);
  buffer.fill(0);

  assert.deepEqual(capture.head, numbered(0, 10));
});

Deno.test("Capture keeps the first 16 MiB and the last 256 KiB of a larger answer", () => {
  const length = HEAD + 3 * TAIL + 5;
  const capture = captured(true, length, 1_000_000);
  const end = capture.forSummary;

  assert.equal(capture.isWhole, false);
  assert.equal(capture.head.length, HEAD);
  assert.ok(end.length >= TAIL && end.length <= 2 * TAIL, `${end.length} bytes`);
  assert.deepEqual(end, numbered(length - end.length, end.length));
});

Deno.test("Capture without a head always knows the end of an answer, whatever its pieces", () => {
  const length = fc.integer({ min: 0, max: 4 * TAIL });
  const piece = fc.integer({ min: 1000, max: 3 * TAIL });
  fc.assert(
    fc.property(length, piece, (length, piece) => {
      const capture = captured(false, length, piece);

      const end = capture.forSummary;

      assert.ok(end.length >= Math.min(length, TAIL), `${end.length} of ${length} bytes`);
      assert.ok(Buffer.compare(end, numbered(length - end.length, end.length)) === 0);
      assert.equal(capture.isWhole, length <= TAIL);
    }),
    { numRuns: 30 },
  );
});
