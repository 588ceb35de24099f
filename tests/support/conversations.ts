/**
 * Random conversations and answers in neutral form, of what every format can express.
 *
 * @module
 */
import fc from "fast-check";
import type { ChatResponse, Finish } from "../../lib/domain/conversation/answer.ts";
import type { Part, ToolCallPart } from "../../lib/domain/conversation/parts.ts";
import type { ChatRequest, Message, Sampling } from "../../lib/domain/conversation/request.ts";
import { NO_USAGE } from "../../lib/domain/usage.ts";

// Some providers take texts of white space only for none.
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((one) => one.trim() !== "").map((one) => `t${one}`);
const toolName = fc.constantFrom("get_weather", "now", "run-it");
const args = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.oneof(fc.integer(), fc.string({ unit: "grapheme", maxLength: 9 }), fc.boolean()),
  { maxKeys: 3, noNullPrototype: true },
).map((value) => JSON.stringify(value));
const image = fc.uint8Array({ minLength: 3, maxLength: 9 }).map((bytes): Part => ({
  type: "image",
  source: { kind: "base64", mediaType: "image/png", data: bytes.toBase64() },
}));
const textPart = text.map((one): Part => ({ type: "text", text: one }));

/** A user's turn, the model's, with calls that are answered right away. */
const exchange = fc.record({
  asked: fc.array(fc.oneof(textPart, image), { minLength: 1, maxLength: 3 }),
  said: fc.option(text, { nil: null }),
  calls: fc.array(fc.record({ name: toolName, args, result: text }), { maxLength: 3 }),
});

const conversation = fc.tuple(
  fc.option(text, { nil: null }),
  fc.array(exchange, { minLength: 1, maxLength: 3 }),
  textPart,
).map(([system, exchanges, last]): Message[] => [
  ...(system === null ? [] : [{ role: "system" as const, parts: [textOf(system)] }]),
  ...exchanges.flatMap(({ asked, said, calls }, turn): Message[] => {
    const parts: Part[] = said === null ? [] : [textOf(said)];
    const made = calls.map(({ name, args }, place): ToolCallPart => ({
      type: "tool_call",
      id: `call_${turn}_${place}`,
      name,
      kind: "function",
      arguments: args,
    }));
    const results = calls.map(({ name, result }, place): Part => ({
      type: "tool_result",
      callId: `call_${turn}_${place}`,
      name,
      kind: "function",
      content: [{ type: "text", text: result }],
      isError: false,
    }));
    const user: Message = { role: "user", parts: asked };
    if (parts.length + made.length === 0) return [user];
    const assistant: Message = { role: "assistant", parts: [...parts, ...made] };
    if (results.length === 0) return [user, assistant];
    return [user, assistant, { role: "tool", parts: results }];
  }),
  { role: "user", parts: [last] },
]);

function textOf(one: string): Part {
  return { type: "text", text: one };
}

const TOOLS = ["get_weather", "now", "run-it"].map((name) => ({
  type: "function" as const,
  name,
  description: `Does ${name}.`,
  parameters: {
    type: "object",
    properties: { city: { type: "string" }, days: { type: "integer" } },
    required: ["city"],
  },
}));

/** Settings of which no format knows all. */
const sampling: fc.Arbitrary<Sampling> = fc.record({
  maxOutputTokens: fc.integer({ min: 2000, max: 4000 }),
  temperature: fc.constantFrom(0, 0.5, 1),
  topP: fc.constantFrom(0.1, 0.9),
  topK: fc.integer({ min: 1, max: 40 }),
  stop: fc.constantFrom(["END"], ["a", "b"]),
  seed: fc.integer({ min: 0, max: 9 }),
  presencePenalty: fc.constantFrom(0.5, 1),
  frequencyPenalty: fc.constantFrom(0.5, 1),
  logitBias: fc.constant({ "50256": -100 }),
}, { requiredKeys: [], noNullPrototype: true });

/** Requests of an OpenAI chat caller. */
export const chatRequests: fc.Arbitrary<ChatRequest> = fc.record({
  messages: conversation,
  sampling,
}).map(({ messages, sampling }) => ({
  format: "openai_chat",
  model: "some-model",
  stream: false,
  messages,
  tools: TOOLS,
  sampling,
}));

const finish = fc.constantFrom<Finish["reason"]>("stop", "length", "content_filter");
const reasoningPart = fc.tuple(text, fc.boolean()).map(([one, isSummary]): Part => ({
  type: "reasoning",
  text: one,
  isSummary,
}));

/** Answers: reasoning, then text, then calls, as providers order them. */
export const answers: fc.Arbitrary<ChatResponse> = fc.record({
  reasoning: fc.option(reasoningPart, { nil: null }),
  said: fc.option(textPart, { nil: null }),
  calls: fc.array(fc.record({ name: toolName, args }), { maxLength: 3 }),
  reason: finish,
  prompt: fc.nat({ max: 10_000 }),
  completion: fc.nat({ max: 10_000 }),
}).map(({ reasoning, said, calls, reason, prompt, completion }) => {
  const parts: Part[] = [
    ...(reasoning === null ? [] : [reasoning]),
    ...(said === null ? [] : [said]),
    ...calls.map(({ name, args }, place): Part => ({
      type: "tool_call",
      id: `call_${place}`,
      name,
      kind: "function",
      arguments: args,
    })),
  ];
  const isCalling = calls.length > 0;
  return {
    id: "answer-1",
    model: "some-model",
    createdAt: 1_750_000_000,
    choices: [{
      index: 0,
      parts,
      finish: {
        reason: isCalling ? "tool_calls" : reason,
        raw: null,
        stopSequence: null,
        detail: null,
      },
    }],
    usage: {
      ...NO_USAGE,
      promptTokens: prompt,
      completionTokens: completion,
      totalTokens: prompt + completion,
    },
  };
});
