import assert from "node:assert/strict";
import fc from "fast-check";
import { joined, WriteCoalescer } from "../../../lib/gateway/write_coalescer.ts";
import { HandClock } from "../../support/hand_clock.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A coalescer with writers whose sinks keep what they get. */
function coalescing() {
  const clock = new HandClock();
  const coalescer = new WriteCoalescer(clock);
  const writer = () => {
    const written: string[] = [];
    const sink = {
      enqueue: (piece: Uint8Array) => void written.push(new TextDecoder().decode(piece)),
    };
    const writer = coalescer.writer(sink);
    return {
      written,
      write: (text: string) => writer.write(bytes(text), clock.monotonic()),
      flush: () => writer.flush(),
      close: () => writer.close(),
    };
  };
  return { clock, writer };
}

/** Lets the coalescer's timer fire. */
const timer = () => new Promise((resolve) => setTimeout(resolve, 5));

Deno.test("CoalescedWriter sends pieces a millisecond apart at once, each by itself", () => {
  const { clock, writer } = coalescing();
  const subject = writer();

  for (const piece of ["a", "b", "c"]) {
    subject.write(piece);
    clock.advance(1);
  }

  assert.deepEqual(subject.written, ["a", "b", "c"]);
});

Deno.test("CoalescedWriter joins pieces that follow sooner and sends them with the timer", async () => {
  const { writer } = coalescing();
  const subject = writer();

  for (const piece of ["a", "b", "c"]) subject.write(piece);

  assert.deepEqual(subject.written, ["a"]);
  await timer();
  assert.deepEqual(subject.written, ["a", "bc"]);
});

Deno.test("CoalescedWriter never lets a later piece pass one that is held", async () => {
  const { clock, writer } = coalescing();
  const subject = writer();

  subject.write("a");
  subject.write("b");
  clock.advance(10);
  subject.write("c");

  await timer();
  assert.deepEqual(subject.written, ["a", "bc"]);
});

Deno.test("CoalescedWriter holds no more than 64 KiB", async () => {
  const { writer } = coalescing();
  const subject = writer();

  subject.write("a");
  for (let i = 0; i < 65; i++) subject.write("x".repeat(1024));

  assert.deepEqual(subject.written.map((piece) => piece.length), [1, 65_536]);
  await timer();
  assert.deepEqual(subject.written.map((piece) => piece.length), [1, 65_536, 1024]);
});

Deno.test("CoalescedWriter sends what it holds when told, and nothing twice", async () => {
  const { writer } = coalescing();
  const subject = writer();
  subject.write("a");
  subject.write("b");

  subject.flush();
  subject.flush();

  await timer();
  assert.deepEqual(subject.written, ["a", "b"]);
});

Deno.test("CoalescedWriter writes nothing once it is closed", async () => {
  const { clock, writer } = coalescing();
  const subject = writer();
  subject.write("a");
  subject.write("b");

  subject.close();
  clock.advance(5);
  subject.write("c");
  subject.flush();

  await timer();
  assert.deepEqual(subject.written, ["a"]);
});

Deno.test("CoalescedWriter does not bother a sink with nothing", () => {
  const subject = coalescing().writer();

  subject.write("");

  assert.deepEqual(subject.written, []);
});

Deno.test("WriteCoalescer keeps streams apart under one timer", async () => {
  const { writer } = coalescing();
  const [one, two] = [writer(), writer()];

  for (const piece of ["1", "2", "3"]) {
    one.write(piece);
    two.write(piece + piece);
  }

  await timer();
  assert.deepEqual(one.written, ["1", "23"]);
  assert.deepEqual(two.written, ["11", "2233"]);
});

Deno.test("CoalescedWriter loses no byte and keeps their order, whatever the pace", async () => {
  const step = fc.tuple(fc.string({ maxLength: 5 }), fc.constantFrom(0, 0.4, 1, 7));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { clock, writer } = coalescing();
      const subject = writer();
      for (const [piece, pause] of steps) {
        subject.write(piece.toWellFormed());
        clock.advance(pause);
      }
      await timer();

      assert.equal(subject.written.join(""), steps.map(([piece]) => piece.toWellFormed()).join(""));
    }),
    { numRuns: 30 },
  );
});

Deno.test("joined puts arrays together and returns a single one as it is", () => {
  const [a, b] = [bytes("ab"), bytes("c")];

  assert.deepEqual(joined([a, b], 3), bytes("abc"));
  assert.equal(joined([a], 2), a);
  assert.equal(joined([], 0).length, 0);
});
