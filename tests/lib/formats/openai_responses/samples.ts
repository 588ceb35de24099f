/** What the tests of this format begin with. */
import type { AnswerContext, RenderTarget } from "../../../../lib/domain/conversation/codec.ts";
import type { StreamEvent } from "../../../../lib/domain/conversation/answer.ts";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import type { JsonObject } from "../../../../lib/domain/json.ts";
import { renderStream } from "../../../../lib/formats/openai_responses/render_answer.ts";
import { parseStream } from "../../../../lib/formats/openai_responses/parse_stream.ts";
import { sseEvents } from "../../../../lib/formats/sse/events.ts";

export const TARGET: RenderTarget = { model: "gpt-5", quirks: {}, maxOutputTokens: null };

/** A request of one question. */
export function request(members: Partial<ChatRequest> = {}): ChatRequest {
  return {
    format: "openai_responses",
    model: "m",
    stream: false,
    messages: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
    sampling: {},
    ...members,
  };
}

/** An answer's context whose ids are numbered. */
export function context(members: Partial<AnswerContext> = {}): AnswerContext {
  let number = 0;
  return {
    request: request(),
    body: { model: "m", input: "Hi" },
    newId: () => `0000-${++number}`,
    nowS: 1_700_000_000,
    ...members,
  };
}

/** The data of all events that a caller gets. */
export function told(events: Iterable<StreamEvent>, where = context()): JsonObject[] {
  const renderer = renderStream(where);
  let text = "";
  for (const event of events) text += renderer.push(event);
  return [...sseEvents(text)].map(({ data }) => JSON.parse(data));
}

/** What a provider's events amount to. */
export function parsed(data: readonly JsonObject[]): StreamEvent[] {
  const parser = parseStream();
  const events = data.flatMap((one) => [
    ...parser.push({ type: String(one.type ?? "message"), data: JSON.stringify(one) }),
  ]);
  return [...events, ...parser.end()];
}

/** A copy without places, of which only parsing knows. */
export function withoutPlaces<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, inner) => key === "at" ? undefined : inner));
}
