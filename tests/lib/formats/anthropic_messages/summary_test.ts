import assert from "node:assert/strict";
import {
  summarizeEnd,
  summarizeResponse,
  summarizeStream,
} from "../../../../lib/formats/anthropic_messages/summary.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const USAGE = {
  input_tokens: 5,
  cache_read_input_tokens: 2,
  output_tokens: 3,
  service_tier: "standard",
};
const MESSAGE = {
  model: "claude",
  content: [{ type: "text", text: `"usage":{"input_tokens":1}` }],
  stop_reason: "end_turn",
  usage: USAGE,
};

for (
  const [what, text] of [["bare", JSON.stringify(MESSAGE)], [
    "in white space",
    `\n ${JSON.stringify(MESSAGE, null, 1)}\n`,
  ]] as const
) {
  Deno.test(`summarizeResponse reads a message ${what}`, () => {
    const { usage, ...facts } = summarizeResponse(bytes(text));

    assert.deepEqual([usage.promptTokens, usage.completionTokens], [7, 3]);
    assert.deepEqual(facts, {
      model: "claude",
      finishReason: "end_turn",
      isJsonObject: true,
      error: null,
      serviceTier: "default",
    });
  });
}

for (const text of ["", "x", "[1]", `{"a":`, `{"usage":nonsense}`]) {
  Deno.test(`summarizeResponse knows that ${JSON.stringify(text)} is no message`, () => {
    assert.equal(summarizeResponse(bytes(text)).isJsonObject, false);
  });
}

Deno.test("summarizeResponse tells an error under a good status", () => {
  const body = { type: "error", error: { type: "api_error", message: "Broken." } };

  assert.equal(summarizeResponse(bytes(JSON.stringify(body))).error, "Broken.");
});

Deno.test("summarizeEnd finds usage and reason behind the content", () => {
  const end = bytes(JSON.stringify(MESSAGE).slice(30));

  const { usage, finishReason, isJsonObject } = summarizeEnd(end);

  assert.deepEqual([usage.promptTokens, finishReason, isJsonObject], [7, "end_turn", true]);
  assert.equal(summarizeEnd(bytes("cut")).isJsonObject, false);
});

const event = (data: unknown) => `event: x\ndata: ${JSON.stringify(data)}   \n\n`;
const START = event({
  type: "message_start",
  message: { model: "claude", usage: { ...USAGE, output_tokens: 1 } },
});
const TEXT = event({
  type: "content_block_delta",
  delta: { text: `"message_stop" "message_delta"` },
});
const DELTA = event({
  type: "message_delta",
  delta: { stop_reason: "tool_use" },
  usage: { output_tokens: 8, input_tokens: null },
});
const STOP = event({ type: "message_stop" });

Deno.test("summarizeStream reads the frame of a stream, with any line ends", () => {
  for (
    const text of [
      START + TEXT + DELTA + STOP,
      (START + TEXT + DELTA + STOP).replaceAll("\n", "\r\n"),
    ]
  ) {
    const { usage, ...facts } = summarizeStream(bytes(text));

    assert.deepEqual([usage.promptTokens, usage.completionTokens], [7, 8]);
    assert.deepEqual(facts, {
      model: "claude",
      finishReason: "tool_use",
      done: true,
      error: null,
      serviceTier: "default",
    });
  }
});

Deno.test("summarizeStream knows a stream that broke off", () => {
  const { usage, done, finishReason } = summarizeStream(bytes(START + TEXT));

  assert.deepEqual([usage.promptTokens, usage.completionTokens], [7, null]);
  assert.deepEqual([done, finishReason], [false, null]);
});

Deno.test("summarizeStream tells the error inside a stream", () => {
  const failed = event({ type: "error", error: { type: "overloaded_error", message: "Busy." } });

  const { error, done } = summarizeStream(bytes(START + failed));

  assert.deepEqual([error, done], ["Busy.", false]);
  assert.equal(summarizeStream(bytes("")).model, null);
});
