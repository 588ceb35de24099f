import assert from "node:assert/strict";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import { frame, GeminiStreamRenderer } from "../../../../lib/formats/gemini/render_stream.ts";

const render = (events: readonly StreamEvent[]) => {
  const renderer = new GeminiStreamRenderer({
    request: {
      format: "gemini",
      model: "m",
      stream: true,
      messages: [],
      sampling: {},
      reasoning: { summary: "auto" },
    },
    body: {},
    newId: () => "new-id",
    nowS: 1,
  });
  const frames = events.map((event) => renderer.push(event));
  const chunks = frames.join("").split("\r\n\r\n").filter((one) => one !== "")
    .map((one) => JSON.parse(one.replace(/^data: /, "")));
  return { frames, chunks, warnings: renderer.warnings };
};
const START: StreamEvent = { type: "start", id: "r", model: "claude", createdAt: null };
const text = (choice: number, value: string): StreamEvent[] => [
  { type: "part_start", choice, part: 0, kind: "text" },
  { type: "delta", choice, part: 0, text: value },
  { type: "part_end", choice, part: 0 },
];
const finish = (choice: number): StreamEvent => ({
  type: "finish",
  choice,
  finish: { reason: "stop", raw: "stop", stopSequence: null, detail: null },
});

Deno.test("GeminiStreamRenderer writes chunks with CRLF, the last with finish and usage", () => {
  const { frames, chunks } = render([
    START,
    ...text(0, "Hi"),
    finish(0),
    { type: "usage", usage: { ...NO_USAGE, promptTokens: 1, completionTokens: 2, totalTokens: 3 } },
    { type: "end" },
  ]);

  const about = { modelVersion: "claude", responseId: "r" };
  assert.deepEqual(chunks, [
    { candidates: [{ content: { parts: [{ text: "Hi" }], role: "model" }, index: 0 }], ...about },
    {
      candidates: [{
        content: { parts: [{ text: "" }], role: "model" },
        finishReason: "STOP",
        index: 0,
      }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
      ...about,
    },
  ]);
  assert.ok(frames.every((one) => one === "" || /^data: \{.*\}\r\n\r\n$/.test(one)));
});

Deno.test("GeminiStreamRenderer ends all candidates in one chunk", () => {
  const { chunks } = render([START, ...text(1, "b"), ...text(0, "a"), finish(0), finish(1), {
    type: "end",
  }]);

  assert.deepEqual(
    chunks.at(-1).candidates.map((one: { index: number; finishReason: string }) => [
      one.index,
      one.finishReason,
    ]),
    [[0, "STOP"], [1, "STOP"]],
  );
});

Deno.test("GeminiStreamRenderer writes an error as Google does, and no end behind it", () => {
  const { chunks } = render([START, ...text(0, "a"), {
    type: "error",
    error: {
      kind: "overloaded",
      status: 529,
      message: "Busy.",
      type: null,
      code: null,
      param: null,
      retryAfterMs: null,
    },
  }]);

  assert.deepEqual(chunks.at(-1), {
    error: { code: 503, message: "Busy.", status: "UNAVAILABLE" },
  });
});

Deno.test("GeminiStreamRenderer tells of a blocked prompt without candidates", () => {
  const promptFeedback = { blockReason: "SAFETY" };
  const { chunks } = render([
    START,
    finish(0),
    { type: "end", extra: { format: "gemini", fields: { promptFeedback } } },
  ]);

  assert.deepEqual(chunks, [{ promptFeedback, modelVersion: "claude", responseId: "r" }]);
});

Deno.test("GeminiStreamRenderer passes logprobs on and makes one id for a stream without", () => {
  const { chunks } = render([
    { ...START, id: null, model: null },
    { type: "logprobs", choice: 0, value: { content: [{ token: "a", logprob: -1 }] } },
    { type: "logprobs", choice: 0, value: { refusal: [] } },
    { type: "end", serviceTier: "flex" },
  ]);

  assert.deepEqual(chunks[0].candidates[0].logprobsResult.chosenCandidates, [
    { token: "a", logProbability: -1 },
  ]);
  assert.deepEqual(chunks.at(-1), { usageMetadata: { serviceTier: "flex" }, responseId: "new-id" });
});

Deno.test("GeminiStreamRenderer warns about what Gemini has no place for", () => {
  const { warnings } = render([{
    ...START,
    extra: { format: "openai_chat", fields: { system_fingerprint: "f" } },
  }, {
    type: "whole_part",
    choice: 0,
    part: 0,
    value: { type: "foreign", format: "anthropic_messages", value: { type: "mcp_tool_use" } },
  }]);

  assert.equal(warnings.length, 2);
});

Deno.test("frame writes one event", () => {
  assert.equal(frame({ a: 1 }), 'data: {"a":1}\r\n\r\n');
});
