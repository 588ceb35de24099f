/** Small pieces for tests of the Anthropic format. */
import { ToolNames } from "../../lib/domain/conversation/tool_names.ts";
import type { AnswerContext, RenderedRequest } from "../../lib/domain/conversation/codec.ts";
import type { ChatResponse } from "../../lib/domain/conversation/answer.ts";
import type { Part } from "../../lib/domain/conversation/parts.ts";
import type { ChatRequest, Message } from "../../lib/domain/conversation/request.ts";
import { Losses } from "../../lib/formats/anthropic_messages/losses.ts";
import { traitsOf } from "../../lib/formats/anthropic_messages/model_traits.ts";
import type { Rendering } from "../../lib/formats/anthropic_messages/rendering.ts";
import { renderRequest } from "../../lib/formats/anthropic_messages/render_request.ts";
import type { JsonObject } from "../../lib/domain/json.ts";

/** A model that takes nearly everything. */
export const PLAIN_MODEL = "claude-sonnet-4-5";

/** A user's message. */
export const user = (...parts: Part[]): Message => ({ role: "user", parts });

/** Text as a part. */
export const text = (value: string) => ({ type: "text", text: value }) as const;

/** A call of a function. */
export const call = (id: string, name = "f", args = "{}") =>
  ({ type: "tool_call", id, name, kind: "function", arguments: args }) as const;

/** The result of a call, as a message of its own. */
export const result = (callId: string, ...content: readonly string[]): Message => ({
  role: "tool",
  parts: [{
    type: "tool_result",
    callId,
    name: null,
    kind: "function",
    isError: false,
    content: content.map(text),
  }],
});

/** An OpenAI chat caller's request. */
export const chatRequest = (more: Partial<ChatRequest> = {}): ChatRequest => ({
  format: "openai_chat",
  model: "m",
  stream: false,
  messages: [user(text("Hi"))],
  sampling: {},
  ...more,
});

/** What the pieces of a rendering share. */
export const rendering = (
  request: ChatRequest,
  model = PLAIN_MODEL,
  maxOutputTokens: number | null = null,
): Rendering => ({
  request,
  target: { model, quirks: {}, maxOutputTokens },
  traits: traitsOf(model),
  losses: new Losses(),
  names: new ToolNames(request),
});

/** A whole request rendered. */
export const rendered = (more: Partial<ChatRequest>, model = PLAIN_MODEL): RenderedRequest =>
  renderRequest(chatRequest(more), { model, quirks: {}, maxOutputTokens: null });

/** The fields that warnings name. */
export const warned = ({ warnings }: Pick<RenderedRequest, "warnings">): string[] =>
  warnings.map(({ kind, field }) => `${kind} ${field}`);

/** What an answer is made with. */
export const context = (request: ChatRequest = chatRequest()): AnswerContext => {
  let count = 0;
  return { request, body: {}, newId: () => `id-${++count}`, nowS: 1 };
};

/** An answer with these parts. */
export const answer = (parts: readonly Part[], more: Partial<ChatResponse> = {}): ChatResponse => ({
  id: "msg_1",
  model: "claude",
  createdAt: null,
  choices: [{ index: 0, parts, finish: null }],
  usage: null,
  ...more,
});

/** The data of the events in an event-stream text. */
export const eventsIn = (stream: string): JsonObject[] =>
  stream.split("\n\n").filter((block) => block !== "")
    .map((block) => JSON.parse(block.slice(block.indexOf("data: ") + 6)));
