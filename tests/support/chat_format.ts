/** Short ways to put OpenAI's chat codec to work in tests. */
import { accumulate } from "../../lib/domain/conversation/accumulate.ts";
import type { ChatResponse, StreamEvent } from "../../lib/domain/conversation/answer.ts";
import type { AnswerContext, RenderedRequest } from "../../lib/domain/conversation/codec.ts";
import type { Part } from "../../lib/domain/conversation/parts.ts";
import type { Quirks } from "../../lib/domain/conversation/quirks.ts";
import type { ChatRequest } from "../../lib/domain/conversation/request.ts";
import { ToolNames } from "../../lib/domain/conversation/tool_names.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { JsonObject } from "../../lib/domain/json.ts";
import { NO_USAGE, type Usage } from "../../lib/domain/usage.ts";
import { isObject, parseJson } from "../../lib/formats/json/guards.ts";
import { CallIds } from "../../lib/formats/openai_chat/call_ids.ts";
import { openAiChat } from "../../lib/formats/openai_chat/codec.ts";
import { Losses } from "../../lib/formats/openai_chat/losses.ts";
import type { Rendering } from "../../lib/formats/openai_chat/rendering.ts";
import { sseEvents } from "../../lib/formats/sse/events.ts";

/** A request of a chat caller. */
export function chatRequest(body: JsonObject): ChatRequest {
  const whole = { messages: [{ role: "user", content: "Hi" }], ...body };
  return openAiChat.parseRequest(whole, { model: "gpt-4o", stream: body.stream === true });
}

/** A neutral request of a caller who speaks another format. */
export function foreignRequest(members: Partial<ChatRequest> = {}): ChatRequest {
  return {
    format: "anthropic_messages",
    model: "m",
    stream: false,
    messages: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
    sampling: {},
    ...members,
  };
}

/** The request as a provider gets it. */
export function rendered(request: ChatRequest, quirks: Quirks = {}, model = "m"): RenderedRequest {
  return openAiChat.renderRequest(request, { model, quirks, maxOutputTokens: null });
}

/** What the pieces of a rendering share, for the tests of one piece. */
export function rendering(request: ChatRequest, quirks: Quirks = {}, model = "m"): Rendering {
  return {
    request,
    target: { model, quirks, maxOutputTokens: null },
    isOwn: request.format === "openai_chat",
    losses: new Losses(),
    names: new ToolNames(request),
    ids: new CallIds(request, quirks),
  };
}

/** What an answer to a chat caller is made with. */
export function answerContext(body: JsonObject = {}): AnswerContext {
  return { request: chatRequest(body), body, newId: () => "new-id", nowS: 1_700_000_000 };
}

/** An answer of one choice. */
export function answerOf(
  parts: readonly Part[],
  members: Partial<ChatResponse> = {},
): ChatResponse {
  const finish = { reason: "stop" as const, raw: "end_turn", stopSequence: null, detail: null };
  return {
    id: "msg_1",
    model: "some-model",
    createdAt: 1_600_000_000,
    choices: [{ index: 0, parts, finish }],
    usage: null,
    ...members,
  };
}

/** Counts of which only some are known. */
export function usageOf(counts: Partial<Usage>): Usage {
  return { ...NO_USAGE, ...counts };
}

/** The events of a provider's stream; `[DONE]` follows the chunks. */
export function streamed(chunks: readonly JsonObject[], isDone = true): readonly StreamEvent[] {
  const parser = openAiChat.parseStream();
  const events = chunks.flatMap((chunk) =>
    parser.push({ type: "message", data: JSON.stringify(chunk) })
  );
  const done = isDone ? parser.push({ type: "message", data: "[DONE]" }) : [];
  return [...events, ...done, ...parser.end()];
}

/** A chunk with one delta of the first choice. */
export function chunk(delta: JsonObject, finish: string | null = null, rest: JsonObject = {}) {
  return {
    id: "c-1",
    model: "m",
    created: 5,
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...rest,
  };
}

/** Everything that a renderer writes for these events, and what is left at the end of it. */
export function written(
  events: Iterable<StreamEvent>,
  body: JsonObject = {},
): { readonly text: string; readonly chunks: readonly JsonObject[] } {
  const renderer = openAiChat.renderStream(answerContext({ stream: true, ...body }));
  let text = "";
  for (const event of events) text += renderer.push(event);
  const chunks = [...sseEvents(text)].map(({ data }) => parseJson(data)).filter(isObject);
  return { text, chunks };
}

/** What a text of an event stream amounts to. */
export function readBack(text: string): ChatResponse {
  const parser = openAiChat.parseStream();
  const events = [...sseEvents(text)].flatMap((event) => parser.push(event));
  return accumulate([...events, ...parser.end()]);
}

/** The deltas of the first choice. */
export function deltasOf(chunks: readonly JsonObject[]): readonly JsonObject[] {
  return chunks.flatMap((one) => {
    const choice: unknown = Array.isArray(one.choices) ? one.choices[0] : undefined;
    return isObject(choice) && isObject(choice.delta) ? [choice.delta] : [];
  });
}

/** The error that reading or writing a request ends with. */
export function refusal(run: () => unknown): FlowError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof FlowError) return thrown;
    throw thrown;
  }
  throw new Error("Nothing was refused.");
}
