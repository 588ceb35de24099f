import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type { ChatResponse } from "../../../../lib/domain/conversation/answer.ts";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";

const PROOF = { format: "gemini", value: { thoughtSignature: "sig" } } as const;
const EXTRA = { format: "gemini", fields: { new_member: 1 } } as const;
const CITATION = {
  url: "https://example.org",
  title: null,
  citedText: null,
  start: null,
  end: null,
  raw: EXTRA,
};

const signed = { proof: fc.constant(PROOF), extra: fc.constant(EXTRA) };
/** Objects as `JSON.parse` makes them. */
const plain = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const text = fc.string({ unit: "grapheme" });

/** A part of `fixed` members, perhaps with a proof and extra members. */
const part = <T extends object>(fixed: fc.Arbitrary<T>, more: object = signed) =>
  fc.tuple(fixed, fc.record(more, { requiredKeys: [], noNullPrototype: true })).map((
    [own, rest],
  ) => ({ ...own, ...rest }));

const parts = fc.array(fc.oneof(
  part(plain({ type: fc.constant("text"), text }), {
    ...signed,
    citations: fc.constant([CITATION, CITATION]),
  }),
  part(plain({ type: fc.constant("reasoning"), text, isSummary: fc.boolean() })),
  part(plain({ type: fc.constant("refusal"), text }), { extra: fc.constant(EXTRA) }),
  part(plain({
    type: fc.constant("tool_call"),
    id: fc.string(),
    name: fc.string(),
    kind: fc.constant("function"),
    arguments: fc.json(),
  })),
  part(plain({
    type: fc.constant("tool_call"),
    id: fc.string(),
    name: fc.string(),
    namespace: fc.string(),
    kind: fc.constant("custom"),
    arguments: text,
  })),
  plain({
    type: fc.constant("image"),
    source: plain({
      kind: fc.constant("base64"),
      mediaType: fc.constant("image/png"),
      data: fc.base64String(),
    }),
  }),
));

const finish = plain({
  reason: fc.constantFrom("stop", "length", "tool_calls", "content_filter"),
  raw: fc.option(fc.string()),
  stopSequence: fc.option(fc.string()),
  detail: fc.option(fc.string()),
});

/** Any answer as a parser of a whole body would give it, choices numbered from 0. */
const responses = plain({
  id: fc.option(fc.string()),
  model: fc.option(fc.string()),
  createdAt: fc.option(fc.nat()),
  choices: fc.array(plain({ parts, finish }), { maxLength: 3 })
    .map((choices) => choices.map((choice, index) => ({ index, ...choice }))),
  usage: fc.option(fc.nat().map((promptTokens) => ({ ...NO_USAGE, promptTokens }))),
}) as fc.Arbitrary<ChatResponse>;

Deno.test("replay yields events that accumulate to the answer it was given", () => {
  fc.assert(fc.property(responses, (response) => {
    assert.deepEqual(accumulate(replay(response)), response);
  }));
});

Deno.test("replay begins with one start, ends with one end, and has no empty fragment", () => {
  fc.assert(fc.property(responses, (response) => {
    const events = [...replay(response)];

    assert.equal(events[0]?.type, "start");
    assert.equal(events.at(-1)?.type, "end");
    assert.equal(events.filter(({ type }) => type === "start" || type === "end").length, 2);
    assert.ok(events.every((event) => event.type !== "delta" || event.text !== ""));
  }));
});

Deno.test("replay of an answer that failed half-way ends with its error", () => {
  const error = {
    kind: "server",
    status: 500,
    message: "Broke.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  } as const;
  const response: ChatResponse = {
    id: "a-1",
    model: "m",
    createdAt: null,
    serviceTier: "flex",
    choices: [{
      index: 0,
      parts: [{ type: "text", text: "Hel" }],
      finish: null,
      logprobs: { content: [{ token: "Hel" }] },
    }],
    usage: null,
    error,
    extra: EXTRA,
  };
  const events = [...replay(response)];

  assert.deepEqual(events.at(-1), { type: "error", error });
  assert.equal(events.some(({ type }) => type === "end"), false);
  assert.deepEqual(accumulate(events), response);
});
