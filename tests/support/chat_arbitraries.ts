/** Random requests and answers of OpenAI's chat format. */
import fc from "fast-check";
import type { ChatResponse, Finish } from "../../lib/domain/conversation/answer.ts";
import type { Part } from "../../lib/domain/conversation/parts.ts";
import type { JsonObject } from "../../lib/domain/json.ts";
import { NO_USAGE } from "../../lib/domain/usage.ts";

const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/);
const base64 = fc.uint8Array({ maxLength: 9 }).map((bytes) => bytes.toBase64());
/** A member that is there or not. */
const record = <T extends object>(
  model: { [K in keyof T]: fc.Arbitrary<T[K]> },
  requiredKeys: (keyof T)[],
) => fc.record(model, { requiredKeys, noNullPrototype: true });

const cache = fc.constantFrom({ type: "ephemeral" }, { type: "ephemeral", ttl: "1h" });
const textPart = record(
  { type: fc.constant("text"), text: words, cache_control: cache, x: words },
  [
    "type",
    "text",
  ],
);
const dataUrl = base64.map((data) => `data:image/png;base64,${data}`);
const imagePart = record({
  type: fc.constant("image_url"),
  image_url: record({ url: fc.oneof(fc.webUrl(), dataUrl), detail: fc.constant("low") }, ["url"]),
}, ["type", "image_url"]);
const soundPart = record({
  type: fc.constant("input_audio"),
  input_audio: record({ data: base64, format: fc.constantFrom("wav", "mp3") }, ["data", "format"]),
}, ["type", "input_audio"]);
const filePart = record({
  type: fc.constant("file"),
  file: fc.oneof(
    record({ file_id: name }, ["file_id"]),
    record({
      filename: name,
      file_data: base64.map((data) => `data:application/pdf;base64,${data}`),
    }, ["filename", "file_data"]),
  ),
}, ["type", "file"]);
const oddPart = words.map((x) => ({ type: "something_new", x }));
const content = fc.oneof(
  words,
  fc.array(
    fc.oneof<fc.Arbitrary<JsonObject>[]>(textPart, imagePart, soundPart, filePart, oddPart),
    {
      maxLength: 3,
    },
  ),
);

const argumentTexts = fc.oneof(fc.constant("{}"), fc.json(), fc.constant('{"cut":'));
const toolCall = fc.oneof<fc.Arbitrary<JsonObject>[]>(
  record({
    id: name,
    type: fc.constant("function"),
    function: record({ name, arguments: argumentTexts }, ["name", "arguments"]),
    extra_content: words.map((s) => ({ google: { thought_signature: s } })),
    cache_control: cache,
    x: words,
  }, ["id", "type", "function"]),
  record({
    id: name,
    type: fc.constant("custom"),
    custom: record({ name, input: words }, ["name", "input"]),
  }, ["id", "type", "custom"]),
);
const assistant = record({
  role: fc.constant("assistant"),
  content: fc.oneof<fc.Arbitrary<unknown>[]>(fc.constant(null), words),
  name,
  refusal: words,
  reasoning_content: words,
  reasoning_details: fc.array(words.map((data) => ({ type: "reasoning.encrypted", data })), {
    minLength: 1,
    maxLength: 2,
  }),
  tool_calls: fc.array(toolCall, { minLength: 1, maxLength: 3 }),
  prefix: fc.boolean(),
}, ["role", "content"]);
const message = fc.oneof<fc.Arbitrary<JsonObject>[]>(
  record({ role: fc.constantFrom("system", "developer", "user"), content, name, x: words }, [
    "role",
    "content",
  ]),
  assistant,
  record({ role: fc.constant("tool"), tool_call_id: name, content, cache_control: cache }, [
    "role",
    "tool_call_id",
    "content",
  ]),
);

const schema = fc.constantFrom({ type: "object" }, { type: "object", properties: { a: {} } });
const tool = fc.oneof<fc.Arbitrary<JsonObject>[]>(
  record({
    type: fc.constant("function"),
    function: record(
      { name, description: words, parameters: schema, strict: fc.boolean(), x: words },
      ["name"],
    ),
    cache_control: cache,
    y: words,
  }, ["type", "function"]),
  record({
    type: fc.constant("custom"),
    custom: record({
      name,
      description: words,
      format: fc.constantFrom<JsonObject>(
        { type: "text" },
        { type: "grammar", grammar: { syntax: "regex", definition: "a+" } },
      ),
    }, ["name"]),
  }, ["type", "custom"]),
  fc.constant({ type: "web_search", web_search: {} }),
);
const toolChoice = fc.oneof<fc.Arbitrary<unknown>[]>(
  fc.constantFrom("auto", "none", "required"),
  name.map((one) => ({ type: "function", function: { name: one } })),
  name.map((one) => ({ type: "custom", custom: { name: one } })),
  fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => ({
    type: "allowed_tools",
    allowed_tools: {
      mode: "auto",
      tools: names.map((one) => ({ type: "function", function: { name: one } })),
    },
  })),
);

/** Bodies of chat requests, as callers send them. */
export const chatBodies: fc.Arbitrary<JsonObject> = record({
  messages: fc.array(message, { maxLength: 5 }),
  tools: fc.array(tool, { minLength: 1, maxLength: 3 }),
  tool_choice: toolChoice,
  parallel_tool_calls: fc.boolean(),
  response_format: fc.constantFrom<JsonObject>(
    { type: "text" },
    { type: "json_object" },
    { type: "json_schema", json_schema: { name: "n", schema: { type: "object" }, strict: true } },
    { type: "grammar", grammar: "g" },
  ),
  reasoning_effort: fc.constantFrom("none", "low", "xhigh", "default"),
  reasoning: fc.constantFrom<JsonObject>(
    { effort: "low" },
    { max_tokens: 9, exclude: true },
    { enabled: true },
    { odd: 1 },
  ),
  verbosity: fc.constant("low"),
  max_tokens: fc.nat(),
  temperature: fc.constantFrom(0, 0.5, 2),
  top_p: fc.constantFrom(0, 1),
  top_k: fc.nat(50),
  stop: fc.array(words, { minLength: 1, maxLength: 4 }),
  seed: fc.integer(),
  logit_bias: fc.constant({ "5": -1 }),
  logprobs: fc.boolean(),
  n: fc.integer({ min: 1, max: 3 }),
  modalities: fc.constantFrom(["text"], ["text", "audio"]),
  audio: fc.constant({ voice: "ash", format: "mp3" }),
  prediction: fc.constant({ type: "content", content: "x" }),
  web_search_options: fc.constantFrom<JsonObject>({}, { search_context_size: "low" }),
  service_tier: fc.constantFrom("flex", "odd"),
  metadata: fc.constant({ a: "b" }),
  user: words,
  prompt_cache_key: words,
  safety_identifier: words,
  cache_control: cache,
  min_p: fc.double({ min: 0, max: 1, noNaN: true }),
  store: fc.boolean(),
}, ["messages"]);

const finish: fc.Arbitrary<Finish> = fc.constantFrom("stop", "length", "content_filter").map(
  (raw): Finish => ({
    reason: raw === "stop" || raw === "length" ? raw : "content_filter",
    raw,
    stopSequence: null,
    detail: null,
  }),
);
const called: fc.Arbitrary<Finish> = fc.constant({
  reason: "tool_calls",
  raw: "tool_calls",
  stopSequence: null,
  detail: null,
});
const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 1 });
const part = <T extends Part>(one: fc.Arbitrary<T>): fc.Arbitrary<Part[]> => optional(one);
const callPart: fc.Arbitrary<Part> = fc.record({
  type: fc.constant("tool_call" as const),
  id: name,
  name,
  kind: fc.constantFrom("function" as const, "custom" as const),
  arguments: fc.oneof(fc.constant("{}"), words, fc.constant('{"a":1}')),
}, { noNullPrototype: true });

/** Parts in the order in which chat has them, of the kinds that it knows. */
const parts: fc.Arbitrary<Part[]> = fc.tuple(
  part(words.map((text) => ({ type: "reasoning" as const, text, isSummary: false }))),
  part(words.map((text) => ({ type: "text" as const, text }))),
  part(words.map((text) => ({ type: "refusal" as const, text }))),
  part(base64.map((data) => ({
    type: "image" as const,
    source: { kind: "base64" as const, mediaType: "image/png", data },
  }))),
  fc.uniqueArray(callPart, { maxLength: 3, selector: (one) => "id" in one ? one.id : "" }),
).map((lists) => lists.flat());

/** Answers that chat can express in full. */
export const chatAnswers: fc.Arbitrary<ChatResponse> = fc.record({
  id: name,
  model: name,
  createdAt: fc.integer({ min: 1, max: 2_000_000_000 }),
  choices: fc.array(
    parts.chain((list) =>
      (list.some(({ type }) => type === "tool_call") ? called : finish).map((one) => ({
        parts: list,
        finish: one,
      }))
    ),
    { minLength: 1, maxLength: 3 },
  ).map((choices) => choices.map((choice, index) => ({ index, ...choice }))),
  usage: fc.option(
    fc.tuple(fc.nat(999), fc.nat(999)).map(([promptTokens, completionTokens]) => ({
      ...NO_USAGE,
      promptTokens,
      completionTokens,
      totalTokens: promptTokens + completionTokens,
    })),
  ),
}, { noNullPrototype: true });
