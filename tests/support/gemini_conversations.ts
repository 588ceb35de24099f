/**
 * Conversations that Gemini's format can express whole, for property tests.
 *
 * @module
 */
import fc from "fast-check";
import type { ChatResponse } from "../../lib/domain/conversation/answer.ts";
import type { Part, ReasoningPart, ToolCallPart } from "../../lib/domain/conversation/parts.ts";
import type { ChatRequest, Message, Tool } from "../../lib/domain/conversation/request.ts";
import { NO_USAGE } from "../../lib/domain/usage.ts";
import { isObject } from "../../lib/formats/json/guards.ts";

/** A value without the places that parsers note (`at`). */
export function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "at")
      .map(([key, member]) => [key, withoutPlaces(member)]),
  );
}

/** Objects as `JSON.parse` makes them, whose members may be left out. */
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const text = fc.string({ unit: "grapheme", minLength: 1 });
const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/);
const json = fc.dictionary(name, fc.oneof(fc.integer(), fc.string(), fc.constant(null)))
  .map((value) => JSON.stringify(value));

const ownProof = fc.base64String({ minLength: 4 }).map((thoughtSignature) => ({
  format: "gemini" as const,
  value: { thoughtSignature: `own+${thoughtSignature}` },
}));
const signed = <T extends object>(part: fc.Arbitrary<T>) =>
  fc.tuple(part, maybe(ownProof)).map(([one, proof]) =>
    proof === undefined ? one : { ...one, proof }
  );

const textPart = text.map((value) => ({ type: "text" as const, text: value }));
const image = fc.base64String().map((data) => ({
  type: "image" as const,
  source: { kind: "base64" as const, mediaType: "image/png", data: data || "AA==" },
}));
const place = fc.constantFrom("gs://b/a.pdf", "gs://b/c.pdf").map((url) => ({
  type: "file" as const,
  source: { kind: "url" as const, url, mediaType: "application/pdf" },
}));
const thought = text.map((value) => ({ type: "reasoning" as const, text: value, isSummary: true }));

interface Turn {
  readonly said: readonly Part[];
  readonly calls: readonly {
    readonly name: string;
    readonly args: string;
    readonly result: string;
  }[];
  readonly answered: readonly Part[];
}

const call = fc.record({ name, args: json, result: fc.oneof(fc.string(), json) });
const turn: fc.Arbitrary<Turn> = fc.record({
  said: fc.tuple(maybe(thought), signed(textPart)).map(([first, second]) =>
    first === undefined ? [second] : [first, second]
  ),
  calls: fc.array(call, { maxLength: 3 }),
  answered: fc.array(fc.oneof(textPart, image, place), { minLength: 1, maxLength: 3 }),
});

/** Numbers the calls through the conversation, and answers each in the next message. */
function messagesOf(system: readonly Part[], first: readonly Part[], turns: readonly Turn[]) {
  const messages: Message[] = system.length === 0 ? [] : [{ role: "system", parts: system }];
  messages.push({ role: "user", parts: first });
  let number = 0;
  for (const { said, calls, answered } of turns) {
    const numbered = calls.map((one) => ({ ...one, id: `c-${number++}` }));
    const asked: Part[] = numbered.map(({ id, name, args }) => ({
      type: "tool_call",
      id,
      name,
      kind: "function",
      arguments: args,
    }));
    const results: Part[] = numbered.map(({ id, name, result }) => ({
      type: "tool_result",
      callId: id,
      name,
      kind: "function",
      content: result === "" ? [] : [{ type: "text", text: result }],
      isError: false,
    }));
    messages.push({ role: "assistant", parts: [...said, ...asked] });
    messages.push({ role: "user", parts: [...results, ...answered] });
  }
  return messages;
}

const functions: fc.Arbitrary<readonly Tool[]> = fc.uniqueArray(
  fc.record({ name, description: text }),
  { minLength: 1, maxLength: 3, selector: (tool) => tool.name },
).map((tools) =>
  tools.map((tool) => ({ type: "function", ...tool, parameters: { type: "object", a: 1 } }))
);
const searches: fc.Arbitrary<readonly Tool[]> = fc.constant([
  { type: "built_in", kind: "web_search", format: "gemini", value: { googleSearch: {} } },
]);

const settings = some({
  tools: fc.oneof(functions, searches),
  toolChoice: fc.constantFrom(
    { type: "auto" as const },
    { type: "none" as const },
    { type: "required" as const },
    { type: "tool" as const, name: "f", kind: "function" as const },
    { type: "allowed" as const, mode: "auto" as const, names: ["f", "g"] },
    { type: "allowed" as const, mode: "required" as const, names: ["f", "g"] },
  ),
  output: fc.constantFrom(
    { type: "text" as const },
    { type: "json" as const },
    { type: "json_schema" as const, schema: { type: "object", properties: { b: {}, a: {} } } },
  ),
  reasoning: fc.constantFrom(
    { effort: "low" as const },
    { effort: "minimal" as const, summary: "auto" as const },
    { summary: "auto" as const },
  ),
  modalities: fc.constant(["text", "image"]),
  audio: fc.constant({ voice: "Kore", format: "pcm16" }),
  serviceTier: fc.constantFrom("default", "flex", "priority"),
  extra: fc.constant({
    format: "gemini" as const,
    fields: { safetySettings: [], "generationConfig.imageConfig": { aspectRatio: "1:1" } },
  }),
});

const sampling = some({
  maxOutputTokens: fc.nat(),
  temperature: fc.double({ min: 0, max: 2, noNaN: true }).map(Math.abs),
  topP: fc.constantFrom(0, 0.5, 1),
  topK: fc.nat({ max: 99 }),
  stop: fc.array(text, { minLength: 1, maxLength: 5 }),
  seed: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  presencePenalty: fc.constantFrom(-1, 0.5),
  frequencyPenalty: fc.constantFrom(-1, 0.5),
  logprobs: fc.boolean(),
  topLogprobs: fc.nat({ max: 20 }),
  n: fc.integer({ min: 1, max: 8 }),
});

/** Requests as a caller of Gemini would send them. */
export const requests: fc.Arbitrary<ChatRequest> = fc.record({
  system: fc.array(textPart, { maxLength: 2 }),
  first: fc.array(fc.oneof(textPart, image, place), { minLength: 1, maxLength: 3 }),
  turns: fc.array(turn, { maxLength: 3 }),
  settings,
  sampling,
  stream: fc.boolean(),
}).map(({ system, first, turns, settings, sampling, stream }) => ({
  format: "gemini",
  model: "gemini-3-flash",
  stream,
  messages: messagesOf(system, first, turns),
  sampling,
  ...settings,
}));

const callPart: fc.Arbitrary<ToolCallPart> = fc.record({ name, args: json }).map((
  { name, args },
) => ({ type: "tool_call", id: "", name, kind: "function", arguments: args }));

/** Parts of an answer: neighbours of one kind would be one part, and calls need ids. */
function inAnswer(parts: readonly Part[]): readonly Part[] {
  let number = 0;
  return parts
    .filter((part, i) => part.type !== parts[i - 1]?.type || !("text" in part))
    .map((part) => part.type === "tool_call" ? { ...part, id: `c-${number++}` } : part);
}

const answerParts = fc.array(
  fc.oneof(signed(textPart), signed(thought), signed(callPart), signed(image)),
  { maxLength: 6 },
).map(inAnswer);

const usage = fc.tuple(fc.nat({ max: 9999 }), fc.nat({ max: 9999 }), maybe(fc.nat({ max: 99 })))
  .map(
    ([prompt, output, thoughts = null]) => ({
      ...NO_USAGE,
      promptTokens: prompt,
      completionTokens: output + (thoughts ?? 0),
      totalTokens: prompt + output + (thoughts ?? 0),
      reasoningTokens: thoughts,
    }),
  );

const detail = fc.option(text);

/** Answers as Gemini would give them. */
export const answers: fc.Arbitrary<ChatResponse> = fc.record({
  choices: fc.array(fc.record({ parts: answerParts, isCut: fc.boolean(), detail }), {
    minLength: 1,
    maxLength: 3,
  }),
  id: name,
  model: name,
  usage: fc.option(usage),
}).map(({ choices, ...rest }) => ({
  ...rest,
  createdAt: null,
  choices: choices.map(({ parts: plain, isCut, detail }, index) => {
    const parts = plain.map((part) =>
      part.type === "tool_call" ? { ...part, id: `${part.id}-${index}` } : part
    );
    const ended = parts.some(({ type }) => type === "tool_call") ? "tool_calls" : "stop";
    const raw = isCut ? "MAX_TOKENS" : "STOP";
    const reason = isCut ? "length" : ended;
    return { index, parts, finish: { reason, raw, stopSequence: null, detail } };
  }),
}));

const foreignProof = fc.string({ minLength: 1 }).map((signature) => ({
  format: "anthropic_messages" as const,
  value: { signature },
}));
const proven: fc.Arbitrary<ReasoningPart> = fc.record({ text, proof: foreignProof }).map((
  { text, proof },
) => ({ type: "reasoning", text, isSummary: false, proof }));
const foreignCall = fc.tuple(callPart, maybe(foreignProof)).map(([part, proof]) =>
  proof === undefined ? part : { ...part, proof }
);

/** Answers of another format: thinking, perhaps text, a call, several times; perhaps text at last. */
export const foreignAnswers: fc.Arbitrary<ChatResponse> = fc.record({
  steps: fc.array(fc.tuple(maybe(proven), maybe(textPart), foreignCall), { maxLength: 3 }),
  last: maybe(fc.tuple(proven, textPart)),
}).map(({ steps, last }) => {
  const parts = [...steps.flat(), ...(last ?? [])].filter((part) => part !== undefined);
  return {
    id: "msg_1",
    model: "m",
    createdAt: null,
    choices: [{
      index: 0,
      parts: inAnswer(parts),
      finish: { reason: "stop", raw: "end_turn", stopSequence: null, detail: null },
    }],
    usage: null,
  };
});
