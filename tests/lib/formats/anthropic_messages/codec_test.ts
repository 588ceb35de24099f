import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import type {
  ChatResponse,
  Finish,
  StreamEvent,
} from "../../../../lib/domain/conversation/answer.ts";
import type { ImagePart, Part, Proof } from "../../../../lib/domain/conversation/parts.ts";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import type { ChatRequest, Message } from "../../../../lib/domain/conversation/request.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import { anthropicMessages as codec } from "../../../../lib/formats/anthropic_messages/codec.ts";
import { SseDecoder } from "../../../../lib/formats/sse/decoder.ts";
import { context } from "../../../support/anthropic.ts";

const word = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `w${text}w`);
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/);
const args = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()), { maxKeys: 3 })
  .map((value) => JSON.stringify(value));
const cache = fc.constantFrom({}, { cache: { ttl: "5m" } }, { cache: { ttl: "1h" } } as const);
const text = word.map((value) => ({ type: "text", text: value }) as const);
const image: fc.Arbitrary<ImagePart> = fc.constantFrom(
  { type: "image", source: { kind: "base64", mediaType: "image/png", data: "AA==" } },
  { type: "image", source: { kind: "url", url: "https://a.example/x.png", mediaType: null } },
);
const file: fc.Arbitrary<Part> = fc.constantFrom(
  {
    type: "file",
    name: "a.pdf",
    source: { kind: "base64", mediaType: "application/pdf", data: "AA==" },
  },
  { type: "file", source: { kind: "base64", mediaType: "text/plain", data: btoa("x") } },
);
const native = (value: Record<string, unknown>): Proof => ({ format: "anthropic_messages", value });
const signed = fc.tuple(word, word).map(([thought, signature]) =>
  ({
    type: "reasoning",
    text: thought,
    isSummary: false,
    proof: native({ signature }),
  }) as const
);
const hidden = word.map((data) =>
  ({ type: "reasoning", text: "", isSummary: false, proof: native({ data }) }) as const
);
const call = fc.tuple(id, id, args).map(([callId, name, value]) =>
  ({ type: "tool_call", id: callId, name, kind: "function", arguments: value }) as const
);

/** A question, an answer with calls, their results, a last question. */
const conversation: fc.Arbitrary<Message[]> = fc.record({
  system: fc.array(text, { minLength: 1, maxLength: 2 }),
  asked: fc.array(fc.oneof(text, image, file), { minLength: 1, maxLength: 3 }),
  thought: fc.array(fc.oneof(signed, hidden), { maxLength: 2 }),
  said: fc.array(fc.tuple(text, cache).map(([part, mark]) => ({ ...part, ...mark })), {
    maxLength: 2,
  }),
  calls: fc.uniqueArray(call, { selector: (one) => one.id, minLength: 1, maxLength: 3 }),
  results: fc.infiniteStream(fc.array(fc.oneof(text, image), { maxLength: 2 })),
  isError: fc.boolean(),
  last: fc.array(text, { minLength: 1, maxLength: 2 }),
}).map(({ system, asked, thought, said, calls, results, isError, last }) => [
  { role: "system", parts: system },
  { role: "user", parts: asked },
  { role: "assistant", parts: [...thought, ...said, ...calls] },
  {
    role: "tool",
    parts: calls.map(({ id, name }) => ({
      type: "tool_result" as const,
      callId: id,
      name,
      kind: "function" as const,
      content: [...results.next().value ?? []],
      isError,
    })),
  },
  { role: "user", parts: last },
]);

const request: fc.Arbitrary<ChatRequest> = fc.record({
  messages: conversation,
  tools: fc.uniqueArray(fc.tuple(id, cache), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 2,
  }),
  choice: fc.constantFrom<Partial<ChatRequest>>(
    {},
    { toolChoice: { type: "auto" } },
    { toolChoice: { type: "none" } },
    { toolChoice: { type: "auto" }, parallelToolCalls: false },
    { toolChoice: { type: "required" }, parallelToolCalls: true },
  ),
  reasoning: fc.constantFrom<Partial<ChatRequest>>({}, { reasoning: { effort: "none" } }),
  more: fc.constantFrom<Partial<ChatRequest>>(
    {},
    { user: "u", serviceTier: "auto" },
    { extra: { format: "anthropic_messages", fields: { speed: "fast" } }, serviceTier: "default" },
    { output: { type: "json_schema", schema: { type: "object", additionalProperties: false } } },
  ),
  sampling: fc.record({
    maxOutputTokens: fc.integer({ min: 1, max: 64_000 }),
    temperature: fc.double({ min: 0, max: 1, noNaN: true }),
    stop: fc.array(word, { minLength: 1, maxLength: 2 }),
  }),
  stream: fc.boolean(),
}).map(({ messages, tools, choice, reasoning, more, sampling, stream }) => ({
  format: "anthropic_messages",
  model: "claude-opus-4-5",
  stream,
  messages,
  tools: tools.map(([name, mark]) => ({
    type: "function",
    name,
    parameters: { type: "object" },
    ...mark,
  })),
  ...choice,
  ...reasoning,
  ...more,
  sampling,
}));

/** Without the places, which a generated request has none of. */
const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, member) => key === "at" ? undefined : member));

Deno.test("anthropicMessages reads back every request that it writes", () => {
  fc.assert(fc.property(request, (given) => {
    const { body, warnings } = codec.renderRequest(given, {
      model: given.model,
      quirks: {},
      maxOutputTokens: null,
    });

    const read = codec.parseRequest(body, { model: given.model, stream: body.stream === true });

    const isOverMarked = warnings.some(({ field }) => field === "cache_control");
    fc.pre(!isOverMarked);
    assert.deepEqual(warnings, []);
    assert.deepEqual(withoutPlaces(read), withoutPlaces(given));
  }));
});

const foreign: fc.Arbitrary<Proof> = fc.constantFrom<Proof>(
  { format: "gemini", value: { thoughtSignature: "s" } },
  { format: "openai_responses", value: { id: "rs_1", encrypted_content: "e" } },
);
const thought = fc.tuple(word, fc.option(foreign, { nil: undefined })).map(([value, proof]) =>
  ({
    type: "reasoning",
    text: value,
    isSummary: false,
    ...(proof === undefined ? {} : { proof }),
  }) as const
);
const signedCall = fc.tuple(call, fc.option(foreign, { nil: undefined })).map(([one, proof]) => ({
  ...one,
  ...(proof === undefined ? {} : { proof }),
}));
const server = fc.constant(
  {
    type: "foreign",
    format: "anthropic_messages",
    value: { type: "server_tool_use", id: "s", name: "web_search", input: { q: "x" } },
  } as const,
);
const parts = fc.uniqueArray(
  fc.oneof<fc.Arbitrary<Part>[]>(text, thought, signed, hidden, signedCall, server),
  { selector: (part) => part.type === "tool_call" ? part.id : part, maxLength: 5 },
);
const finishes = (given: readonly Part[]): Finish => {
  const hasCall = given.some(({ type }) => type === "tool_call");
  return {
    reason: hasCall ? "tool_calls" : "stop",
    raw: hasCall ? "tool_use" : "end_turn",
    stopSequence: null,
    detail: null,
  };
};
const answer: fc.Arbitrary<ChatResponse> = fc.tuple(parts, fc.nat(), fc.nat()).map((
  [given, promptTokens, completionTokens],
) => ({
  id: "msg_1",
  model: "claude",
  createdAt: null,
  choices: [{ index: 0, parts: given, finish: finishes(given) }],
  usage: {
    ...NO_USAGE,
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
  },
  serviceTier: "default",
}));

Deno.test("anthropicMessages reads back every answer that it writes", () => {
  fc.assert(fc.property(answer, (given) => {
    const { body, warnings } = codec.renderResponse(given, context());

    assert.deepEqual(codec.parseResponse(body), given);
    assert.deepEqual(warnings, []);
  }));
});

const streamed = (events: Iterable<StreamEvent>): string => {
  const renderer = codec.renderStream(context());
  return [...events].map((event) => renderer.push(event)).join("");
};

function readStream(stream: string, size: number): ChatResponse {
  const bytes = new TextEncoder().encode(stream);
  const decoder = new SseDecoder();
  const parser = codec.parseStream();
  const events: StreamEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const wire of decoder.push(bytes.subarray(at, at + size))) {
      events.push(...parser.push(wire));
    }
  }
  return accumulate([...events, ...parser.end()]);
}

Deno.test("anthropicMessages reads back every stream that it writes, however it is cut", () => {
  fc.assert(fc.property(answer, fc.integer({ min: 1, max: 50 }), (given, size) => {
    assert.deepEqual(readStream(streamed(replay(given)), size), given);
  }));
});

Deno.test("anthropicMessages writes the same blocks however the parts are interleaved", () => {
  fc.assert(fc.property(answer, fc.infiniteStream(fc.nat()), (given, choice) => {
    const inOrder = [...replay(given)];
    const rows = new Map<number, StreamEvent[]>();
    for (const event of inOrder) {
      if ("part" in event) rows.set(event.part, [...(rows.get(event.part) ?? []), event]);
    }
    const mixed: StreamEvent[] = [];
    let begun = 0;
    // Parts begin in their order; everything else comes as it likes.
    while ([...rows.values()].some((row) => row.length > 0)) {
      const open = [...rows].filter(([part, row]) => row.length > 0 && part <= begun);
      const [part, row] = open[choice.next().value % open.length]!;
      mixed.push(row.shift()!);
      if (part === begun) begun++;
    }
    const around = inOrder.filter((event) => !("part" in event));

    const stream = streamed([around[0]!, ...mixed, ...around.slice(1)]);

    assert.deepEqual(readStream(stream, 1000), given);
  }));
});

Deno.test("anthropicMessages is the format of that name", () => {
  assert.equal(codec.format, "anthropic_messages");
  assert.equal(
    codec.parseError({ status: 529, headers: new Headers(), body: "" }).kind,
    "overloaded",
  );
});
