import assert from "node:assert/strict";
import { readBytes } from "../../../tools/fidelity/oracle/read.ts";
import { readEvents } from "../../../tools/fidelity/oracle/sse.ts";
import type { Format } from "../../../tools/fidelity/recordings.ts";

const streams: [format: Format, stream: string, text: string, end: string][] = [
  [
    "openai_chat",
    'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n' +
    'data: {"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    "ab",
    "stop",
  ],
  [
    "anthropic_messages",
    'data: {"type":"message_start","message":{"content":[]}}\n\n' +
    'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n' +
    'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ab"}}\n\n' +
    'data: {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{}}\n\n',
    "ab",
    "length",
  ],
  [
    "gemini",
    'data: {"candidates":[{"content":{"parts":[{"text":"ab"}]},"finishReason":"SAFETY"}]}\r\n\r\n',
    "ab",
    "filtered",
  ],
  [
    "openai_responses",
    'data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message"}}\n\n' +
    'data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"ab"}\n\n' +
    'data: {"type":"response.completed","response":{"status":"completed","output":[]}}\n\n',
    "ab",
    "stop",
  ],
];
for (const [format, stream, text, end] of streams) {
  Deno.test(`readBytes reads a stream of ${format}`, () => {
    const [choice] = readBytes(format, stream).choices;

    assert.deepEqual([choice?.text, choice?.end], [text, end]);
  });
}

Deno.test("readEvents takes JSON between events and a last event without its blank line", () => {
  const events = readEvents('data: {"a":1}\r\n\r\n{\n "error": {}\n}\r\n\r\n: hm\ndata: {"b":2}');

  assert.deepEqual(events.map(({ data }) => data), [{ a: 1 }, { error: {} }, { b: 2 }]);
});
