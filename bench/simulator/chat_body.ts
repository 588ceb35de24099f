/**
 * What a chat or legacy completion answer says: the body, and the events of a stream. Built once for
 * each combination and kept as bytes, since building costs more than sending.
 *
 * @module
 */
import type { Scenario } from "./scenario.ts";
import { usageBody } from "./usage.ts";

/** Which endpoint's shape: `/chat/completions` or the legacy `/completions`. */
export type AnswerKind = "chat" | "completion";

/** One server-sent event, framing lines included. */
export interface StreamEvent {
  readonly bytes: Uint8Array;
  /** Whether it carries content: faults and chunk counts go by these. */
  readonly content: boolean;
}

/** Everything an answer depends on. */
export interface AnswerInput {
  readonly kind: AnswerKind;
  readonly model: string;
  readonly promptTokens: number;
  /** `stream_options.include_usage` of the request. */
  readonly usageAsked: boolean;
  readonly scenario: Scenario;
}

const ID = "sim-5f1d7a84c3be9026";
const CREATED = 1_760_000_000;
const KEPT_STREAMS = 64;
const encoder = new TextEncoder();
const keptStreams = new Map<string, readonly StreamEvent[]>();

/** The content of event `index`: `size` characters, the same for the same arguments. */
export function contentAt(index: number, scenario: Scenario): string {
  const word = scenario.splitUtf8 ? "né😀語 " : `t${index} `;
  const repeated = word.repeat(Math.ceil(scenario.size / word.length));
  // By code point: half a surrogate pair would not be UTF-8 but a replacement character.
  return scenario.splitUtf8
    ? [...repeated].slice(0, scenario.size).join("")
    : repeated.slice(0, scenario.size);
}

/** All content of an answer. */
export function wholeContent(scenario: Scenario): string {
  return Array.from({ length: scenario.chunks }, (_, index) => contentAt(index, scenario)).join("");
}

/** The JSON body of an answer that is not streamed; `serial` makes its id unique. */
export function answerBody(input: AnswerInput, serial: string): string {
  const { kind, scenario } = input;
  const content = wholeContent(scenario);
  const choice = kind === "chat"
    ? { index: 0, message: { role: "assistant", content, refusal: null }, logprobs: null }
    : { index: 0, text: content, logprobs: null };
  return JSON.stringify({
    id: `${idPrefix(kind)}${ID}-${serial}`,
    object: kind === "chat" ? "chat.completion" : "text_completion",
    created: CREATED,
    model: input.model,
    choices: [{ ...choice, finish_reason: "stop" }],
    ...(scenario.usage === "none" ? {} : { usage: usageAt(input, scenario.chunks) }),
    system_fingerprint: "fp_sim",
  });
}

/** The events of a streamed answer, `[DONE]` included if the scenario has it. */
export function streamEvents(input: AnswerInput): readonly StreamEvent[] {
  const key = JSON.stringify(input);
  const kept = keptStreams.get(key);
  if (kept !== undefined) return kept;
  const events = [...buildEvents(input)];
  if (keptStreams.size >= KEPT_STREAMS) keptStreams.clear();
  keptStreams.set(key, events);
  return events;
}

function* buildEvents(input: AnswerInput): Generator<StreamEvent> {
  const { kind, scenario } = input;
  const newline = scenario.newline === "crlf" ? "\r\n" : "\n";
  const line = (text: string, content = false): StreamEvent => ({
    bytes: encoder.encode(text + newline + newline),
    content,
  });
  const event = (choices: readonly unknown[], usage: unknown, content = false): StreamEvent =>
    line("data: " + JSON.stringify({ ...envelope(input), choices, ...usageField(usage) }), content);

  const asked = scenario.usage === "trailing" ||
    (scenario.usage === "asked" && input.usageAsked);
  const unused = asked ? null : undefined;
  for (let i = 0; i < scenario.comments; i++) yield line(": PROCESSING");
  if (kind === "chat") {
    yield event([delta({ role: "assistant", content: "", refusal: null }, null)], unused);
  }
  for (let i = 0; i < scenario.chunks; i++) {
    const content = contentAt(i, scenario);
    const usage = scenario.usage === "every" ? usageAt(input, i + 1) : unused;
    const choice = kind === "chat" ? delta({ content }, null) : part(content, null);
    yield event([choice], usage, true);
  }
  const last = scenario.usage === "finish" || scenario.usage === "every"
    ? usageAt(input, scenario.chunks)
    : unused;
  yield event([kind === "chat" ? delta({}, "stop") : part("", "stop")], last);
  if (asked) yield event([], usageAt(input, scenario.chunks));
  if (scenario.done) yield line("data: [DONE]");
}

function envelope(input: AnswerInput): Record<string, unknown> {
  return {
    id: idPrefix(input.kind) + ID,
    object: input.kind === "chat" ? "chat.completion.chunk" : "text_completion",
    created: CREATED,
    model: input.model,
    service_tier: "default",
    system_fingerprint: "fp_sim",
  };
}

const idPrefix = (kind: AnswerKind): string => kind === "chat" ? "chatcmpl-" : "cmpl-";
const delta = (content: unknown, finish: string | null): unknown => ({
  index: 0,
  delta: content,
  logprobs: null,
  finish_reason: finish,
});
const part = (content: string, finish: string | null): unknown => ({
  index: 0,
  text: content,
  logprobs: null,
  finish_reason: finish,
});
const usageField = (usage: unknown): Record<string, unknown> =>
  usage === undefined ? {} : { usage };

function usageAt(input: AnswerInput, completion: number): unknown {
  const { cachedTokens, reasoningTokens } = input.scenario;
  return usageBody(input.promptTokens, completion, cachedTokens, reasoningTokens);
}
