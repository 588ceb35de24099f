import assert from "node:assert/strict";
import fc from "fast-check";
import { type SseEvent, sseEvents } from "../../../../lib/formats/sse/events.ts";

const message = (data: string): SseEvent => ({ type: "message", data });

const cases: [name: string, stream: string, events: SseEvent[]][] = [
  ["LF lines", "data: a\n\ndata: b\n\n", [message("a"), message("b")]],
  ["CRLF lines", "data: a\r\n\r\ndata: b\r\n\r\n", [message("a"), message("b")]],
  ["CR lines", "data: a\r\rdata: b\r\r", [message("a"), message("b")]],
  ["several data lines", "data: a\ndata:\ndata: b\n\n", [message("a\n\nb")]],
  ["no space or two behind the colon", "data:a\n\ndata:  b\n\n", [message("a"), message(" b")]],
  ["a named event, whose name does not last", "event: error\ndata: a\n\ndata: b\n\n", [
    { type: "error", data: "a" },
    message("b"),
  ]],
  ["comments and unknown fields", ": ping\nid: 1\nretry: 5\nfoo\ndata: a\n\n", [message("a")]],
  ["a comment alone", ": ping\n\n", []],
  ["a name without data, which is no event", "event: x\n\ndata: a\n\n", [message("a")]],
  ["a last event without its blank line", "data: a\n\ndata: b", [message("a"), message("b")]],
  ["a field that only begins like data", "database: a\n\n", []],
  ["nothing", "", []],
];
for (const [name, stream, events] of cases) {
  Deno.test(`sseEvents reads ${name}`, () => {
    assert.deepEqual([...sseEvents(stream)], events);
  });
}

Deno.test("sseEvents gives back what was written, with any line end", () => {
  const data = fc.string().filter((text) => !/[\r\n]/.test(text));
  const lineEnd = fc.constantFrom("\n", "\r", "\r\n");
  fc.assert(
    fc.property(fc.array(fc.array(data, { minLength: 1 })), lineEnd, (events, end) => {
      const stream = events.map((lines) =>
        lines.map((line) => `data: ${line}${end}`).join("") + end
      );

      const read = [...sseEvents(stream.join(""))];

      assert.deepEqual(read, events.map((lines) => message(lines.join("\n"))));
    }),
  );
});
