import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import { parseStream } from "../../../../lib/formats/openai_chat/parse_stream.ts";
import { chunk, streamed } from "../../../support/chat_format.ts";

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const types = (events: readonly { type: string }[]) => events.map(({ type }) => type);

Deno.test("parseStream tells start, parts, finish and end of an answer", () => {
  const events = streamed([
    chunk({ role: "assistant", content: "" }),
    chunk({ content: "Hi" }),
    chunk({}, "stop"),
    { id: "c-1", choices: [], usage },
  ]);

  assert.deepEqual(types(events), [
    "start",
    "part_start",
    "delta",
    "usage",
    "part_end",
    "finish",
    "end",
  ]);
  assert.deepEqual(events[0], { type: "start", id: "c-1", model: "m", createdAt: 5 });
});

const endings: [what: string, chunks: Record<string, unknown>[]][] = [
  ["on the finish chunk", [chunk({ content: "A" }, "stop", { usage })]],
  ["behind it without choices", [chunk({ content: "A" }, "stop"), { choices: [], usage }]],
  ["in every chunk", [
    chunk({ content: "A" }, null, { usage: { ...usage, total_tokens: 2 } }),
    chunk({}, "stop", { usage }),
  ]],
  ["under x_groq", [chunk({ content: "A" }, "stop", { x_groq: { id: "r", usage } })]],
  ["in the choice", [{
    choices: [{ index: 0, delta: { content: "A" }, finish_reason: "stop", usage }],
  }]],
];

for (const [what, chunks] of endings) {
  Deno.test(`parseStream finds the counts ${what}`, () => {
    const response = accumulate(streamed(chunks));

    assert.equal(response.usage?.totalTokens, 3);
    assert.equal(response.choices[0]?.finish?.reason, "stop");
  });
}

Deno.test("parseStream needs no [DONE] after a finish reason, and tells that once", () => {
  const events = streamed([chunk({ content: "A" }), chunk({}, "stop"), chunk({}, "stop")], false);

  assert.deepEqual(types(events).filter((type) => type === "finish" || type === "end"), [
    "finish",
    "end",
  ]);
});

Deno.test("parseStream reports a stream that breaks off, with what came before", () => {
  const events = streamed([chunk({ content: "A" })], false);
  const last = events.at(-1);

  assert.ok(last?.type === "error");
  assert.deepEqual([last.error.code, last.error.isOurs], ["upstream_interrupted", true]);
  assert.equal(types(events).includes("end"), false);
});

Deno.test("parseStream reports a stream without any answer, also one that ends with [DONE]", () => {
  for (const isDone of [true, false]) assert.deepEqual(types(streamed([], isDone)), ["error"]);
});

Deno.test("parseStream takes [DONE] for an end where no reason was told", () => {
  assert.deepEqual(types(streamed([chunk({ content: "A" })])).at(-1), "end");
});

Deno.test("parseStream never ends well after an error, even behind a finish reason", () => {
  const events = streamed([
    chunk({ content: "A" }),
    chunk({}, "stop"),
    { id: "c-1", error: { code: 502, message: "Upstream died" }, choices: [] },
  ]);

  const last = events.at(-1);
  assert.ok(last?.type === "error");
  assert.deepEqual([last.error.message, last.error.status], ["Upstream died", 502]);
  assert.equal(types(events).includes("finish"), false);
});

Deno.test("parseStream understands an error event, with JSON or without", () => {
  for (const data of ['{"error":{"message":"Bad call","status_code":400}}', "Bad call"]) {
    const parser = parseStream();
    const [event] = parser.push({ type: "error", data });

    assert.ok(event?.type === "error");
    assert.match(event.error.message, /Bad call/);
    assert.deepEqual([parser.push({ type: "message", data: "[DONE]" }), parser.end()], [[], []]);
  }
});

Deno.test("parseStream begins with the first chunk that has a choice, not with Azure's first", () => {
  const events = streamed([
    { id: "", model: "", created: 0, choices: [], prompt_filter_results: [] },
    chunk({ content: "A" }, "stop"),
  ]);

  assert.deepEqual(events[0], { type: "start", id: "c-1", model: "m", createdAt: 5 });
});

Deno.test("parseStream keeps interleaved choices apart", () => {
  const piece = (index: number, content: string, finish_reason: string | null = null) => ({
    choices: [{ index, delta: { content }, finish_reason }],
  });

  const { choices } = accumulate(streamed([
    piece(1, "b"),
    piece(0, "a"),
    piece(1, "B", "stop"),
    piece(0, "A", "length"),
  ]));

  assert.deepEqual(
    choices.map(({ index, parts, finish }) => [index, parts, finish?.reason]),
    [[0, [{ type: "text", text: "aA" }], "length"], [1, [{ type: "text", text: "bB" }], "stop"]],
  );
});

Deno.test("parseStream gives Perplexity's sources, which every chunk repeats, to the text once", () => {
  const citations = ["https://a.test", "https://b.test"];

  const { choices } = accumulate(streamed([
    chunk({ content: "A" }, null, { citations }),
    chunk({ content: "B" }, "stop", { citations }),
  ], false));

  const [part] = choices[0]?.parts ?? [];
  assert.ok(part?.type === "text");
  assert.deepEqual(part.citations?.map(({ url }) => url), citations);
});

Deno.test("parseStream never throws, and nothing follows its end", () => {
  const anything = fc.array(fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((delta) => `{"choices":[{"index":0,"delta":${delta}}]}`),
    fc.constantFrom("[DONE]", '{"choices":[{"delta":{"tool_calls":[{}]},"finish_reason":"x"}]}'),
  ));
  fc.assert(fc.property(anything, (data) => {
    const parser = parseStream();
    const events = [
      ...data.flatMap((one) => parser.push({ type: "message", data: one })),
      ...parser.end(),
    ];

    const ends = events.filter(({ type }) => type === "end" || type === "error");
    assert.equal(ends.length, 1);
    assert.equal(events.at(-1), ends[0]);
    accumulate(events);
  }));
});

Deno.test("parseStream tells the tier that the last chunk names", () => {
  const events = streamed([
    chunk({ content: "A" }, null, { service_tier: "auto" }),
    chunk({}, "stop", { service_tier: "flex" }),
  ]);

  assert.equal(accumulate(events).serviceTier, "flex");
});
