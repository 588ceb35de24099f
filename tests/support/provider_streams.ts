/**
 * Streams in the shapes of several providers: where they put usage, how they end, how they frame.
 * Written by hand after what each sends; the words are ours.
 *
 * @module
 */
import type { LogRow } from "./log_rows.ts";

/** One stream and what it means. */
export interface ProviderStream {
  readonly name: string;
  /** Events with their framing, in order. */
  readonly events: readonly string[];
  /** Index of the event that only tells usage and has no choice; null when there is none. */
  readonly usageEvent: number | null;
  readonly text: string;
  /** `name arguments` of each tool call. */
  readonly tools?: readonly string[];
  /** What the log must say. */
  readonly row: LogRow;
}

type Fields = Readonly<Record<string, unknown>>;

const envelope = (model: string): Fields => ({
  id: "chatcmpl-7Qx",
  object: "chat.completion.chunk",
  created: 1_760_000_000,
  model,
});
const choice = (delta: Fields, finish: string | null = null): Fields => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const lf = (data: Fields | string): string =>
  `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
const crlf = (data: Fields | string): string => lf(data).replaceAll("\n", "\r\n");
const DONE = "[DONE]";

function tokens(prompt: number, completion: number, more: LogRow = {}): LogRow {
  return {
    outcome: "complete",
    finish_reason: "stop",
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    cached_tokens: null,
    reasoning_tokens: null,
    ...more,
  };
}

const USAGE = { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 };

function openai(): ProviderStream {
  const head = { ...envelope("gpt-4o-mini-2024-07-18"), service_tier: "default", usage: null };
  const usage = {
    ...USAGE,
    prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
  return {
    name: "OpenAI: usage null in each chunk, then a chunk without choices; obfuscation",
    events: [
      lf({ ...head, ...choice({ role: "assistant", content: "", refusal: null }) }),
      lf({ ...head, ...choice({ content: "Grüße" }), obfuscation: "x9" }),
      lf({ ...head, ...choice({ content: ", 世界 😀" }), obfuscation: "Kq2" }),
      lf({ ...head, ...choice({}, "stop") }),
      lf({ ...head, choices: [], usage }),
      lf(DONE),
    ],
    usageEvent: 4,
    text: "Grüße, 世界 😀",
    row: tokens(11, 5, { cached_tokens: 4, reasoning_tokens: 0 }),
  };
}

function openaiTools(): ProviderStream {
  const head = envelope("gpt-4o-2024-08-06");
  const call = (index: number, more: Fields) => choice({ tool_calls: [{ index, ...more }] });
  const begun = (index: number, id: string, name: string) =>
    call(index, { id, type: "function", function: { name, arguments: "" } });
  const piece = (index: number, text: string) => call(index, { function: { arguments: text } });
  return {
    name: "OpenAI: two tool calls in fragments",
    events: [
      lf({ ...head, ...choice({ role: "assistant", content: null }) }),
      lf({ ...head, ...begun(0, "call_a1", "weather") }),
      lf({ ...head, ...piece(0, '{"city":"São') }),
      lf({ ...head, ...piece(0, ' Paulo"}') }),
      lf({ ...head, ...begun(1, "call_b2", "clock") }),
      lf({ ...head, ...piece(1, '{"zone":"[]"}') }),
      lf({ ...head, ...choice({}, "tool_calls") }),
      lf({ ...head, choices: [], usage: USAGE }),
      lf(DONE),
    ],
    usageEvent: 7,
    text: "",
    tools: ['weather {"city":"São Paulo"}', 'clock {"zone":"[]"}'],
    row: tokens(11, 5, { finish_reason: "tool_calls" }),
  };
}

function azure(): ProviderStream {
  const head = envelope("gpt-4o-2024-11-20");
  return {
    name: "Azure: a first chunk without choices that is not about usage",
    events: [
      lf({ ...head, choices: [], prompt_filter_results: [{ prompt_index: 0 }] }),
      lf({ ...head, ...choice({ role: "assistant", content: "Hi" }) }),
      lf({ ...head, ...choice({}, "stop") }),
      lf({ ...head, choices: [], usage: USAGE }),
      lf(DONE),
    ],
    usageEvent: 3,
    text: "Hi",
    row: tokens(11, 5),
  };
}

function deepseek(): ProviderStream {
  const head = envelope("deepseek-reasoner");
  const usage = {
    ...USAGE,
    prompt_cache_hit_tokens: 8,
    prompt_cache_miss_tokens: 3,
    completion_tokens_details: { reasoning_tokens: 3 },
  };
  return {
    name: "DeepSeek: reasoning apart, usage on the finish chunk",
    events: [
      lf({ ...head, ...choice({ role: "assistant", content: null, reasoning_content: "想" }) }),
      lf({ ...head, ...choice({ content: "42", reasoning_content: null }) }),
      lf({ ...head, ...choice({ content: "" }, "stop"), usage }),
      lf(DONE),
    ],
    usageEvent: null,
    text: "42",
    row: tokens(11, 5, { cached_tokens: 8, reasoning_tokens: 3 }),
  };
}

function groq(): ProviderStream {
  const head = envelope("llama-3.3-70b-versatile");
  return {
    name: "Groq: usage in x_groq only",
    events: [
      lf({ ...head, ...choice({ role: "assistant", content: "" }), x_groq: { id: "req_1" } }),
      lf({ ...head, ...choice({ content: "Fast." }) }),
      lf({ ...head, ...choice({}, "stop"), x_groq: { id: "req_1", usage: USAGE } }),
      lf(DONE),
    ],
    usageEvent: null,
    text: "Fast.",
    row: tokens(11, 5),
  };
}

function openrouter(): ProviderStream {
  const head = { ...envelope("anthropic/claude-sonnet-4.5"), provider: "Anthropic" };
  const comment = ": OPENROUTER PROCESSING\n\n";
  return {
    name: "OpenRouter: comments first, finish reason twice, its own cost",
    events: [
      comment,
      comment,
      lf({ ...head, ...choice({ role: "assistant", content: "One" }) }),
      comment,
      lf({ ...head, ...choice({ role: "assistant", content: " two" }) }),
      lf({ ...head, ...choice({ content: "" }, "stop") }),
      lf({ ...head, ...choice({ content: "" }, "stop"), usage: { ...USAGE, cost: 0.000_108 } }),
      lf(DONE),
    ],
    usageEvent: null,
    text: "One two",
    row: tokens(11, 5, { reported_cost_nano_usd: 108_000 }),
  };
}

function perplexity(): ProviderStream {
  const head = { ...envelope("sonar"), citations: ["https://example.org/[]"] };
  const at = (completion: number) => ({
    usage: { prompt_tokens: 11, completion_tokens: completion, total_tokens: 11 + completion },
  });
  return {
    name: "Perplexity: CRLF, a ping, growing usage in each chunk, no [DONE]",
    events: [
      ": ping\r\n\r\n",
      crlf({ ...head, ...choice({ role: "assistant", content: "See" }), ...at(1) }),
      crlf({ ...head, ...choice({ content: " [1]" }), ...at(4) }),
      crlf({ ...head, ...choice({ content: "" }, "stop"), ...at(5) }),
    ],
    usageEvent: null,
    text: "See [1]",
    row: tokens(11, 5),
  };
}

function xai(): ProviderStream {
  const head = { ...envelope("grok-4"), system_fingerprint: "fp_x" };
  const usage = {
    prompt_tokens: 11,
    completion_tokens: 5,
    total_tokens: 36,
    prompt_tokens_details: { text_tokens: 11, cached_tokens: 2 },
    completion_tokens_details: { reasoning_tokens: 20 },
  };
  return {
    name: "xAI: reasoning is no part of completion_tokens",
    events: [
      lf({ ...head, ...choice({ role: "assistant", reasoning_content: "Hmm" }) }),
      lf({ ...head, ...choice({ content: "Yes" }) }),
      lf({ ...head, ...choice({}, "stop") }),
      lf({ ...head, choices: [], usage }),
      lf(DONE),
    ],
    usageEvent: 3,
    text: "Yes",
    row: tokens(11, 25, { cached_tokens: 2, reasoning_tokens: 20 }),
  };
}

function spacious(): ProviderStream {
  const chunk = (rest: string) => `{ "id" : "c1",\t"model" : "local" , ${rest} }`;
  const delta = (content: string) =>
    chunk(`"choices" : [ {"index":0 , "delta":{"content": ${content}}, "finish_reason":null} ]`);
  const last = chunk(`"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]`);
  const usage = chunk(
    `"usage" : { "prompt_tokens":11 , "completion_tokens":5.0e0, "total_tokens":16 }, ` +
      `"choices" : [ ]`,
  );
  return {
    name: "a local server: CRLF, odd spacing, ids and comments among the events, escapes",
    events: [
      `id: 1\r\nevent: message\r\n${crlf(delta('"caf\\u00e9 "'))}`,
      `:\r\n\r\n`,
      `retry: 10\r\n${crlf(delta('"\\"choices\\":[] \\\\"'))}`,
      crlf(last),
      `id: 4\r\n${crlf(usage)}`,
      crlf(DONE),
    ],
    usageEvent: 4,
    text: 'café "choices":[] \\',
    row: tokens(11, 5),
  };
}

function bare(): ProviderStream {
  const data = (content: string, finish: string | null = null) =>
    `data:${JSON.stringify({ ...choice({ content }, finish), model: "llama" })}\n\n`;
  return {
    name: "llama.cpp: no role, no usage, no blank behind data:, no blank line at the end",
    events: [data("a"), data("b"), data("", "length"), "data: [DONE]\n"],
    usageEvent: null,
    text: "ab",
    row: {
      outcome: "complete",
      finish_reason: "length",
      prompt_tokens: null,
      completion_tokens: null,
      total_tokens: null,
      cost_nano_usd: null,
    },
  };
}

/** All of them. */
export const PROVIDER_STREAMS: readonly ProviderStream[] = [
  openai(),
  openaiTools(),
  azure(),
  deepseek(),
  groq(),
  openrouter(),
  perplexity(),
  xai(),
  spacious(),
  bare(),
];

/** The stream as the provider sends it. */
export function sent({ events }: ProviderStream): string {
  return events.join("");
}

/** The stream for a caller who did not ask for usage. */
export function sentWithoutUsage({ events, usageEvent }: ProviderStream): string {
  return events.filter((_, index) => index !== usageEvent).join("");
}
