import assert from "node:assert/strict";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import { GeminiStreamParser, isAnswer } from "../../../../lib/formats/gemini/parse_stream.ts";

const read = (...data: readonly (string | object)[]) => {
  const parser = new GeminiStreamParser();
  const events = data.flatMap((one) =>
    parser.push({ type: "message", data: typeof one === "string" ? one : JSON.stringify(one) })
  );
  return [...events, ...parser.end()];
};
const chunk = (text: string, more: object = {}, candidate: object = {}) => ({
  candidates: [{ content: { parts: [{ text }], role: "model" }, ...candidate }],
  modelVersion: "gemini-2.5-flash",
  responseId: "r",
  ...more,
});
const STOP = { finishReason: "STOP" };

Deno.test("GeminiStreamParser reads chunks, of whose counts and reasons the last ones count", () => {
  const events = read(
    chunk("Hel", {
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 1 },
      createTime: "2026-01-02T03:04:05.6Z",
    }, STOP),
    chunk("lo", {
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2, serviceTier: "flex" },
    }, { finishReason: "MAX_TOKENS" }),
  );
  const response = accumulate(events);

  assert.deepEqual(events.map(({ type }) => type), [
    "start",
    "part_start",
    "delta",
    "delta",
    "part_end",
    "finish",
    "usage",
    "end",
  ]);
  assert.equal(response.id, "r");
  assert.equal(response.createdAt, 1_767_323_045);
  assert.equal(response.usage?.completionTokens, 2);
  assert.equal(response.serviceTier, "flex");
  assert.equal(response.choices[0]?.finish?.reason, "length");
});

Deno.test("GeminiStreamParser reads several candidates, interleaved", () => {
  const { choices } = accumulate(read(
    chunk("a", {}, { index: 1 }),
    chunk("b", {}, { index: 0, ...STOP }),
    chunk("c", {}, { index: 1, ...STOP }),
  ));

  assert.deepEqual(
    choices.map(({ index, parts }) => [index, "text" in parts[0]! && parts[0].text]),
    [
      [0, "b"],
      [1, "ac"],
    ],
  );
});

Deno.test("GeminiStreamParser reads a list of chunks, also one that comes in pieces", () => {
  const list = JSON.stringify([chunk("a"), chunk("b", {}, STOP)], null, 1);
  const half = list.indexOf("\n", 40);
  const whole = accumulate(read(list));

  assert.equal(whole.choices[0]?.finish?.reason, "stop");
  assert.deepEqual(accumulate(read(list.slice(0, half), list.slice(half + 1))), whole);
});

Deno.test("GeminiStreamParser makes a blocked prompt a filtered answer", () => {
  const response = accumulate(read({ promptFeedback: { blockReason: "SAFETY" } }));

  assert.deepEqual(response.choices[0]?.parts, []);
  assert.equal(response.choices[0]?.finish?.reason, "content_filter");
  assert.deepEqual(response.extra?.fields, { promptFeedback: { blockReason: "SAFETY" } });
});

Deno.test("GeminiStreamParser reports an error after content, whatever was said before", () => {
  const error = { error: { code: 499, message: "Cancelled.", status: "CANCELLED" } };
  const events = read(chunk("a", {}, STOP), error, chunk("b"));

  assert.deepEqual(events.at(-1), {
    type: "error",
    error: {
      kind: "server",
      status: 499,
      message: "Cancelled.",
      type: "CANCELLED",
      code: null,
      param: null,
      retryAfterMs: null,
    },
  });
  assert.equal(events.filter(({ type }) => type === "error" || type === "end").length, 1);
});

for (
  const [what, data] of [
    ["nothing", []],
    ["a text without an end", [chunk("a")]],
    ["what is no answer", [{ this: [{ is: "valid" }] }]],
    ["no JSON", ["<html>"]],
    ["one candidate that ended and one that did not", [
      chunk("a", {}, { index: 0, ...STOP }),
      chunk("b", {}, { index: 1 }),
    ]],
  ] as const
) {
  Deno.test(`GeminiStreamParser takes ${what} for a stream that broke off`, () => {
    const last = read(...data).at(-1);

    assert.ok(last?.type === "error" && last.error.code === "upstream_interrupted");
  });
}

Deno.test("isAnswer knows an answer by its members", () => {
  assert.equal(isAnswer({ candidates: [] }), true);
  assert.equal(isAnswer({ error: {} }), false);
});
