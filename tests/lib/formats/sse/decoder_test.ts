import assert from "node:assert/strict";
import { SseDecoder } from "../../../../lib/formats/sse/decoder.ts";

const encoder = new TextEncoder();

/** Everything decoded when the bytes come in pieces of `size`. */
function decode(text: string, size: number) {
  const bytes = encoder.encode(text);
  const decoder = new SseDecoder();
  const events = [];
  for (let at = 0; at < bytes.length; at += size) {
    events.push(...decoder.push(bytes.subarray(at, at + size)));
  }
  return [...events, ...decoder.flush()];
}

const cases: [what: string, text: string, events: [type: string, data: string][]][] = [
  ["plain events", "data: a\n\ndata: b\n\n", [["message", "a"], ["message", "b"]]],
  ["named events", "event: ping\ndata: {}\n\n", [["ping", "{}"]]],
  ["CRLF", "event: x\r\ndata: é\r\n\r\ndata: ü\r\n\r\n", [["x", "é"], ["message", "ü"]]],
  ["several data lines", "data: {\ndata: }\n\n", [["message", "{\n}"]]],
  ["comments, ids and retry", ": hello\n\nid: 1\nretry: 5\ndata: a\n\n", [["message", "a"]]],
  ["a last event without its blank line", "data: a\n\ndata: b", [["message", "a"], [
    "message",
    "b",
  ]]],
  [
    "JSON that stands bare between events",
    'data: {"a":1}\n\n{"error":\n{"code":500}}\n\ndata: {"b":2}\n\n',
    [["message", '{"a":1}'], ["message", '{"error":\n{"code":500}}'], ["message", '{"b":2}']],
  ],
  ["bare JSON alone", '{"error":{}}', [["message", '{"error":{}}']]],
  ["no space after the colon", "data:a\n\n", [["message", "a"]]],
];
for (const [what, text, expected] of cases) {
  Deno.test(`SseDecoder decodes ${what}, wherever it is cut`, () => {
    const bytes = encoder.encode(text).length;
    for (const size of [1, 2, 3, 7, bytes]) {
      assert.deepEqual(decode(text, size).map(({ type, data }) => [type, data]), expected);
    }
  });
}
