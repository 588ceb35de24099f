import assert from "node:assert/strict";
import { accumulate, Accumulator } from "../../../../lib/domain/conversation/accumulate.ts";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import type { Citation } from "../../../../lib/domain/conversation/parts.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";

const START: StreamEvent = { type: "start", id: "a-1", model: "m", createdAt: 7 };
const STOP = { reason: "stop", raw: "stop", stopSequence: null, detail: null } as const;
const PROOF = { format: "gemini", value: { thoughtSignature: "sig" } } as const;
const EXTRA = { format: "gemini", fields: { new_member: 1 } } as const;
const CITATION: Citation = {
  url: "https://example.org",
  title: null,
  citedText: null,
  start: 0,
  end: 2,
  raw: EXTRA,
};

Deno.test("accumulate joins fragments of parts that are open at the same time", () => {
  const call = { id: "c-1", name: "look", kind: "function" } as const;
  const response = accumulate([
    { ...START, serviceTier: "flex", extra: EXTRA },
    { type: "part_start", choice: 0, part: 0, kind: "reasoning", isSummary: true },
    { type: "part_start", choice: 0, part: 1, kind: "tool_call", call },
    { type: "delta", choice: 0, part: 1, text: '{"a"' },
    { type: "delta", choice: 0, part: 0, text: "Let me " },
    { type: "delta", choice: 0, part: 1, text: ":1}" },
    { type: "delta", choice: 0, part: 0, text: "see." },
    { type: "part_end", choice: 0, part: 0, proof: PROOF },
    { type: "part_end", choice: 0, part: 1, proof: PROOF, extra: EXTRA },
    { type: "finish", choice: 0, finish: STOP },
    { type: "usage", usage: { ...NO_USAGE, promptTokens: 3 } },
    { type: "end" },
  ]);

  assert.deepEqual(response, {
    id: "a-1",
    model: "m",
    createdAt: 7,
    serviceTier: "flex",
    extra: EXTRA,
    choices: [{
      index: 0,
      parts: [
        { type: "reasoning", text: "Let me see.", isSummary: true, proof: PROOF },
        { type: "tool_call", ...call, arguments: '{"a":1}', proof: PROOF, extra: EXTRA },
      ],
      finish: STOP,
    }],
    usage: { ...NO_USAGE, promptTokens: 3 },
  });
});

Deno.test("accumulate sorts choices and parts by their numbers, not by their arrival", () => {
  const text = (choice: number, part: number, value: string): StreamEvent[] => [
    { type: "part_start", choice, part, kind: "text" },
    { type: "delta", choice, part, text: value },
  ];
  const { choices } = accumulate([...text(1, 0, "c"), ...text(0, 1, "b"), ...text(0, 0, "a")]);

  assert.deepEqual(
    choices.map(({ index, parts }) => [index, parts.map((part) => "text" in part && part.text)]),
    [[0, ["a", "b"]], [1, ["c"]]],
  );
});

Deno.test("accumulate gives a function call without arguments an empty object, a custom one nothing", () => {
  const start = (part: number, kind: "function" | "custom"): StreamEvent => ({
    type: "part_start",
    choice: 0,
    part,
    kind: "tool_call",
    call: { id: `c-${part}`, name: "now", kind },
  });
  const [choice] = accumulate([start(0, "function"), start(1, "custom")]).choices;

  assert.deepEqual(choice?.parts.map((part) => "arguments" in part && part.arguments), ["{}", ""]);
});

Deno.test("accumulate keeps citations with their text and whole parts in their place", () => {
  const image = {
    type: "image",
    source: { kind: "url", url: "https://example.org/a.png", mediaType: null },
  } as const;
  const [choice] = accumulate([
    { type: "part_start", choice: 0, part: 0, kind: "text" },
    { type: "delta", choice: 0, part: 0, text: "hi" },
    { type: "citation", choice: 0, part: 0, citation: CITATION },
    { type: "part_end", choice: 0, part: 0 },
    { type: "whole_part", choice: 0, part: 1, value: image },
    { type: "part_start", choice: 0, part: 2, kind: "refusal" },
    { type: "delta", choice: 0, part: 2, text: "no" },
  ]).choices;

  assert.deepEqual(choice?.parts, [
    { type: "text", text: "hi", citations: [CITATION] },
    image,
    { type: "refusal", text: "no" },
  ]);
});

Deno.test("accumulate appends log probabilities member by member", () => {
  const [choice] = accumulate([
    { type: "logprobs", choice: 0, value: { content: [{ token: "a" }], refusal: null } },
    { type: "logprobs", choice: 0, value: { content: [{ token: "b" }] } },
  ]).choices;

  assert.deepEqual(choice?.logprobs, {
    content: [{ token: "a" }, { token: "b" }],
    refusal: null,
  });
});

Deno.test("accumulate takes the last usage and the last finish of a choice", () => {
  const { usage, choices } = accumulate([
    { ...START, usage: { ...NO_USAGE, promptTokens: 1 } },
    { type: "finish", choice: 0, finish: { ...STOP, reason: "length" } },
    { type: "usage", usage: { ...NO_USAGE, promptTokens: 2 } },
    { type: "finish", choice: 0, finish: STOP },
  ]);

  assert.equal(usage?.promptTokens, 2);
  assert.deepEqual(choices[0]?.finish, STOP);
});

Deno.test("accumulate ignores fragments of a part that never began", () => {
  const { choices } = accumulate([
    { type: "delta", choice: 0, part: 3, text: "lost" },
    { type: "citation", choice: 0, part: 3, citation: CITATION },
    { type: "part_end", choice: 0, part: 3 },
  ]);

  assert.deepEqual(choices.flatMap(({ parts }) => parts), []);
});

Deno.test("Accumulator can be read at any time, with an error at the end", () => {
  const error = {
    kind: "overloaded",
    status: 529,
    message: "Busy.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  } as const;
  const subject = new Accumulator();
  const empty = subject.response;
  subject.push(START);
  subject.push({ type: "part_start", choice: 0, part: 0, kind: "text" });
  subject.push({ type: "delta", choice: 0, part: 0, text: "Hel" });
  const half = subject.response;
  subject.push({ type: "error", error });

  assert.deepEqual(empty, { id: null, model: null, createdAt: null, choices: [], usage: null });
  assert.deepEqual(half.choices, [
    { index: 0, parts: [{ type: "text", text: "Hel" }], finish: null },
  ]);
  assert.deepEqual(subject.response, { ...half, error });
});

Deno.test("accumulate takes the service tier that the end tells over the one of the start", () => {
  const served = accumulate([{ ...START, serviceTier: "auto" }, {
    type: "end",
    serviceTier: "flex",
  }]);
  const asked = accumulate([{ ...START, serviceTier: "auto" }, { type: "end" }]);

  assert.equal(served.serviceTier, "flex");
  assert.equal(asked.serviceTier, "auto");
});

Deno.test("accumulate joins what only one format knows of the start and of the end", () => {
  const extra = (fields: Record<string, unknown>) => ({ format: "openai_chat", fields }) as const;

  const both = accumulate([{ ...START, extra: extra({ a: 1, b: 1 }) }, {
    type: "end",
    extra: extra({ b: 2 }),
  }]);

  assert.deepEqual(both.extra, extra({ a: 1, b: 2 }));
});

Deno.test("accumulate gives a choice what its finish brings beside the reason", () => {
  const { choices } = accumulate([
    START,
    { type: "finish", choice: 0, finish: STOP, extra: EXTRA },
    { type: "end" },
  ]);

  assert.deepEqual(choices, [{ index: 0, parts: [], finish: STOP, extra: EXTRA }]);
});
