import assert from "node:assert/strict";
import fc from "fast-check";
import { EventCutter } from "../../../../lib/formats/sse/event_cutter.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (events: readonly Uint8Array[]) => events.map((e) => new TextDecoder().decode(e));

/** Pushes the pieces one by one; the events, and what flush gives. */
function cut(pieces: readonly Uint8Array[]): { events: string[]; rest: string } {
  const cutter = new EventCutter();
  const events = pieces.flatMap((piece) => text(cutter.push(piece)));
  return { events, rest: new TextDecoder().decode(cutter.flush()) };
}

const cases: [name: string, stream: string, events: string[], rest: string][] = [
  ["LF", "data: a\n\ndata: b\n\n", ["data: a\n\n", "data: b\n\n"], ""],
  ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", ["data: a\r\n\r\n", "data: b\r\n\r\n"], ""],
  ["CR", "data: a\r\rdata: b\r\r", ["data: a\r\r"], "data: b\r\r"],
  ["mixed line ends", "data: a\r\n\ndata: b\n\r\n", ["data: a\r\n\n", "data: b\n\r\n"], ""],
  ["several lines", "event: e\ndata: a\ndata: b\n\n", ["event: e\ndata: a\ndata: b\n\n"], ""],
  ["comments", ": ping\n\ndata: é\n\n", [": ping\n\n", "data: é\n\n"], ""],
  ["a blank line before the first event", "\ndata: a\n\n", ["\ndata: a\n\n"], ""],
  ["an event without its blank line", "data: a\n\ndata: b\n", ["data: a\n\n"], "data: b\n"],
  ["nothing", "", [], ""],
];
for (const [name, stream, events, rest] of cases) {
  Deno.test(`EventCutter cuts a stream with ${name}`, () => {
    assert.deepEqual(cut([bytes(stream)]), { events, rest });
  });

  Deno.test(`EventCutter cuts a stream with ${name} alike wherever it is split in two`, () => {
    const all = bytes(stream);
    for (let at = 0; at <= all.length; at++) {
      assert.deepEqual(cut([all.subarray(0, at), all.subarray(at)]), { events, rest }, `at ${at}`);
    }
  });
}

Deno.test("EventCutter gives the same events for any pieces and loses no byte", () => {
  const stream = fc.array(
    fc.constantFrom("\n", "\r", "\r\n", "data: ä€😀", ": c", "data:", "x"),
    { maxLength: 40 },
  ).map((parts) => bytes(parts.join("")));
  fc.assert(
    fc.property(
      stream,
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 200 }),
      (all, sizes) => {
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) pieces.push(all.subarray(at, at += size));
        pieces.push(all.subarray(at));

        const whole = cut([all]);
        const pieced = cut(pieces);

        assert.deepEqual(pieced, whole);
        assert.equal(pieced.events.join("") + pieced.rest, new TextDecoder().decode(all));
      },
    ),
  );
});

Deno.test("EventCutter keeps what it holds when the sender's buffer is used again", () => {
  const cutter = new EventCutter();
  const buffer = bytes("data: a");

  cutter.push(buffer);
  buffer.fill(0x78);

  assert.deepEqual(text(cutter.push(bytes("\n\n"))), ["data: a\n\n"]);
});

Deno.test("EventCutter takes an endless line in tiny pieces, in parts and without holding it all", () => {
  const cutter = new EventCutter();
  const piece = bytes("abcd");
  let passed = 0;
  let largest = 0;
  for (let i = 0; i < 2_500_000; i++) {
    for (const part of cutter.push(piece)) {
      passed += part.length;
      largest = Math.max(largest, part.length);
    }
  }

  assert.equal(passed + cutter.flush().length, 10_000_000);
  assert.ok(largest <= 1024 * 1024 + piece.length, `held ${largest} bytes`);
});
