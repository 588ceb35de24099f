/** Random conversations and answers that the Responses format can express. */
import fc from "fast-check";
import type { ChatResponse } from "../../../../lib/domain/conversation/answer.ts";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import type { ChatRequest, Message } from "../../../../lib/domain/conversation/request.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}$/);
const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });
const base64 = fc.uint8Array({ minLength: 1, maxLength: 9 }).map((bytes) => bytes.toBase64());

const textPart = text.map((value): Part => ({ type: "text", text: value }));
const citation = fc.record({ url: fc.webUrl(), title: text, start: fc.nat(9), end: fc.nat(9) })
  .map(({ url, title, start, end }) => ({
    url,
    title,
    start,
    end,
    citedText: null,
    raw: {
      format: "openai_responses" as const,
      fields: { type: "url_citation", url, title, start_index: start, end_index: end },
    },
  }));
const citedPart = fc.tuple(text, fc.array(citation, { minLength: 1, maxLength: 2 })).map((
  [value, citations],
): Part => ({ type: "text", text: value, citations }));
const refusal = text.map((value): Part => ({ type: "refusal", text: value }));
const image = fc.oneof(
  base64.map((data) => ({ kind: "base64" as const, mediaType: "image/png", data })),
  fc.webUrl().map((url) => ({ kind: "url" as const, url, mediaType: null })),
).map((source): Part => ({ type: "image", source }));
const file = fc.tuple(base64, word).map(([data, name]): Part => ({
  type: "file",
  source: { kind: "base64", mediaType: "application/pdf", data },
  name: `${name}.pdf`,
}));
const sound = base64.map((data): Part => ({
  type: "audio",
  source: { kind: "base64", mediaType: "audio/wav", data },
}));

const proof = fc.tuple(word, text).map(([id, encrypted_content]) => ({
  format: "openai_responses" as const,
  value: { id: `rs_${id}`, encrypted_content },
}));
/** What proves a part to somebody else. */
const foreignProof = text.map((thoughtSignature) => ({
  format: "gemini" as const,
  value: { thoughtSignature },
}));
const reasoning = fc.tuple(text, fc.boolean(), fc.oneof(proof, foreignProof)).map((
  [value, isSummary, one],
): Part => ({ type: "reasoning", text: value, isSummary, proof: one }));

const call = (number: number) =>
  fc.tuple(word, fc.boolean(), fc.dictionary(word, fc.integer(), { maxKeys: 3 })).map((
    [name, isCustom, args],
  ): Extract<Part, { type: "tool_call" }> => ({
    type: "tool_call",
    id: `call_${number}`,
    name: isCustom ? `free_${name}` : name,
    kind: isCustom ? "custom" : "function",
    arguments: isCustom ? name : JSON.stringify(args),
  }));

interface Turn {
  readonly asked: Part[];
  readonly thought: Part[];
  readonly said: Part[];
  readonly called: readonly Extract<Part, { type: "tool_call" }>[];
  readonly results: readonly Part[];
}

const turn: fc.Arbitrary<Turn> = fc.record({
  asked: fc.array(fc.oneof(textPart, image, file, sound), { minLength: 1, maxLength: 3 }),
  thought: fc.array(reasoning, { maxLength: 1 }),
  said: fc.array(fc.oneof(textPart, citedPart, refusal), { minLength: 1, maxLength: 2 }),
  called: fc.tuple(call(1), call(2)).chain((calls) => fc.subarray(calls)),
  results: fc.tuple(textPart, fc.oneof(textPart, image)).map((parts) => [...parts]),
});

/** A conversation as parsing gives it: one message per turn of either side. */
export const requests: fc.Arbitrary<ChatRequest> = fc.record({
  turns: fc.array(turn, { minLength: 1, maxLength: 3 }),
  system: fc.option(text),
  stream: fc.boolean(),
  temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
  maxOutputTokens: fc.option(fc.integer({ min: 16, max: 9999 })),
  effort: fc.option(fc.constantFrom("none", "low", "high", "max")),
  tools: fc.array(word, { maxLength: 3 }),
  strict: fc.option(fc.boolean()),
  namespace: fc.option(word),
}).map((made) => {
  const messages: Message[] = made.turns.flatMap((one, i) => messagesOf(one, i));
  if (made.system !== null) {
    messages.unshift({ role: "system", parts: [{ type: "text", text: made.system }] });
  }
  const { temperature, maxOutputTokens } = made;
  return {
    format: "openai_responses",
    model: "m",
    stream: made.stream,
    messages,
    sampling: {
      ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
      ...(temperature === null ? {} : { temperature }),
    },
    ...(made.effort === null ? {} : { reasoning: { effort: made.effort } }),
    ...(made.tools.length === 0 ? {} : {
      tools: made.tools.map((name) => ({
        type: "function" as const,
        name,
        ...(made.strict === null ? {} : { strict: made.strict }),
        ...(made.namespace === null ? {} : { namespace: made.namespace }),
      })),
    }),
  };
});

function messagesOf({ asked, thought, said, called, results }: Turn, number: number): Message[] {
  const calls = called.map((one) => ({ ...one, id: `${one.id}_${number}` }));
  const answers = calls.map((one): Part => ({
    type: "tool_result",
    callId: one.id,
    name: one.name,
    kind: one.kind,
    content: results.filter((part) => part.type === "text" || part.type === "image"),
    isError: false,
  }));
  // Another provider's proof cannot be sent to OpenAI, which a rendering tells as a loss.
  const kept = thought.filter((part) =>
    part.type === "reasoning" && part.proof?.format === "openai_responses"
  );
  return [
    { role: "user", parts: asked },
    { role: "assistant", parts: [...kept, ...said, ...calls] },
    ...(answers.length === 0 ? [] : [{ role: "tool" as const, parts: answers }]),
  ];
}

const finishes = (parts: readonly Part[]) => {
  const good = parts.some(({ type }) => type === "tool_call")
    ? "tool_calls" as const
    : parts.some(({ type }) => type === "refusal")
    ? "refusal" as const
    : "stop" as const;
  return fc.constantFrom(
    { reason: good, raw: "completed", stopSequence: null, detail: null },
    { reason: "length" as const, raw: "max_output_tokens", stopSequence: null, detail: null },
    { reason: "content_filter" as const, raw: "content_filter", stopSequence: null, detail: null },
  );
};

/** An answer of a provider, with what the Responses format can say of it. */
export const responses: fc.Arbitrary<ChatResponse> = turn.chain((one) => {
  const parts = [...one.thought, ...one.said, ...one.called];
  return fc.record({
    finish: finishes(parts),
    cached: fc.nat(50),
    output: fc.nat(500),
    reasoning: fc.nat(50),
  }).map(({ finish, cached, output, reasoning: thinking }): ChatResponse => ({
    id: "resp_1",
    model: "m",
    createdAt: 1_700_000_000,
    choices: [{ index: 0, parts, finish }],
    serviceTier: "default",
    usage: {
      ...NO_USAGE,
      promptTokens: 100,
      completionTokens: output,
      totalTokens: 100 + output,
      cachedTokens: cached,
      cacheWriteTokens: 0,
      reasoningTokens: Math.min(thinking, output),
    },
  }));
});
