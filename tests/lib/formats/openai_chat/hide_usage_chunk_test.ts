import assert from "node:assert/strict";
import fc from "fast-check";
import { UsageChunkFilter } from "../../../../lib/formats/openai_chat/hide_usage_chunk.ts";

const encoder = new TextEncoder();

/** What comes out of the filter for these pieces. */
function filtered(pieces: readonly Uint8Array[]): string {
  const filter = new UsageChunkFilter();
  const out = [...pieces.map((piece) => filter.push(piece)), filter.flush()];
  const decoder = new TextDecoder();
  return out.map((bytes) => decoder.decode(bytes, { stream: true })).join("") + decoder.decode();
}

const CHUNK = `data: {"choices":[{"index":0,"delta":{"content":"Grüße 😀"}}],"usage":null}\n\n`;
const FINISH = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}\n\n`;
const USAGE = `data: {"id":"é","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\n`;
const DONE = "data: [DONE]\n\n";

const hidden: [what: string, event: string][] = [
  ["of OpenAI", USAGE],
  ["with white space", `data:  { "usage" : { "a" : 1 } , "choices" : [ ] }\n\n`],
  ["with CRLF line ends", USAGE.replaceAll("\n", "\r\n")],
  ["with CR line ends", USAGE.replaceAll("\n", "\r")],
  ["in several data lines", `data: {"choices":[],\ndata: "usage":{"a":1}}\n\n`],
  ["with a comment before it", `: ping\n${USAGE}`],
];
for (const [what, event] of hidden) {
  Deno.test(`UsageChunkFilter hides the usage chunk ${what} and nothing else, wherever it is cut`, () => {
    const whole = encoder.encode(CHUNK + FINISH + event + DONE);
    for (let at = 0; at <= whole.length; at++) {
      const out = filtered([whole.subarray(0, at), whole.subarray(at)]);

      assert.equal(out, CHUNK + FINISH + DONE, `cut at ${at}`);
    }
  });
}

const shown: [what: string, event: string][] = [
  ["usage on a chunk with choices", `data: {"choices":[{"delta":{}}],"usage":{"a":1}}\n\n`],
  ["an empty first chunk", `data: {"choices":[],"prompt_filter_results":[{}],"usage":null}\n\n`],
  ["an error beside usage", `data: {"choices":[],"usage":{"a":1},"error":{"message":"x"}}\n\n`],
  ["comments", ": OPENROUTER PROCESSING\n\n"],
  [
    "content that quotes a usage chunk",
    `data: ${
      JSON.stringify({ choices: [{ delta: { content: `{"choices":[],"usage":{"a":1}}` } }] })
    }\n\n`,
  ],
  ["data that is not JSON", `data: {"choices":[],"usage":{"a":1}\n\n`],
  ["usage that is a list", `data: {"choices":[],"usage":[{}]}\n\n`],
];
for (const [what, event] of shown) {
  Deno.test(`UsageChunkFilter lets ${what} pass`, () => {
    assert.equal(filtered([encoder.encode(event + DONE)]), event + DONE);
  });
}

Deno.test("UsageChunkFilter hides a usage chunk that ends with the stream", () => {
  assert.equal(filtered([encoder.encode(CHUNK + USAGE.trimEnd())]), CHUNK);
});

Deno.test("UsageChunkFilter passes on what a broken stream ends with", () => {
  assert.equal(filtered([encoder.encode(CHUNK + USAGE.slice(0, 30))]), CHUNK + USAGE.slice(0, 30));
});

Deno.test("UsageChunkFilter passes each event on with its last byte, not later", () => {
  const filter = new UsageChunkFilter();

  assert.equal(filter.push(encoder.encode(CHUNK.slice(0, -1))).length, 0);
  assert.equal(new TextDecoder().decode(filter.push(encoder.encode("\n"))), CHUNK);
});

Deno.test("UsageChunkFilter gives the whole minus the usage chunks for any events and any pieces", () => {
  const event = fc.constantFrom(CHUNK, FINISH, USAGE, ": ping\n\n", DONE).chain((text) =>
    fc.constantFrom("\n", "\r\n", "\r").map((end) => ({
      text: text.replaceAll("\n", end),
      isUsage: text === USAGE,
    }))
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), sizes, (events, sizes) => {
      const whole = encoder.encode(events.map(({ text }) => text).join(""));
      const pieces: Uint8Array[] = [];
      let at = 0;
      for (const size of sizes) pieces.push(whole.subarray(at, at += size));
      pieces.push(whole.subarray(at));

      const kept = events.filter(({ isUsage }) => !isUsage).map(({ text }) => text).join("");
      assert.equal(filtered(pieces), kept);
    }),
  );
});
