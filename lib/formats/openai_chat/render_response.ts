/**
 * A neutral answer as a chat completion.
 *
 * @module
 */
import type { ChatResponse, Choice } from "../../domain/conversation/answer.ts";
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import { restoreCalls } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { JsonObject } from "../json/guards.ts";
import { tierMember } from "./answer_head.ts";
import { wantsFunctionCall } from "./answer_pieces.ts";
import { writeFinish } from "./finish.ts";
import { Losses } from "./losses.ts";
import { renderAnswerMessage } from "./render_answer_message.ts";
import { errorObject } from "./render_error.ts";
import { renderUsage } from "./render_usage.ts";

/** Writes a whole answer. */
export function renderResponse(
  answer: ChatResponse,
  context: AnswerContext,
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  const losses = new Losses();
  const response = restoreCalls(answer, context.request);
  const usage = renderUsage(response.usage);
  const choices = response.choices.map((choice) => renderChoice(choice, context, losses));
  const body: JsonObject = {
    id: response.id ?? `chatcmpl-${context.newId()}`,
    object: "chat.completion",
    created: response.createdAt ?? context.nowS,
    model: response.model ?? context.request.model,
    choices,
    ...(usage === null ? {} : { usage }),
    ...tierMember(response.serviceTier),
    ...losses.own(response.extra),
    // An answer that failed half-way must not look like a good one.
    ...(response.error === undefined ? {} : { error: errorObject(response.error) }),
  };
  return { body, warnings: losses.warnings };
}

function renderChoice(choice: Choice, context: AnswerContext, losses: Losses): JsonObject {
  const isOlder = wantsFunctionCall(context);
  const { finish_reason: reason, ...native } = writeFinish(choice.finish, choice.parts);
  return {
    index: choice.index,
    message: renderAnswerMessage(choice.parts, context, losses),
    logprobs: wholeLogprobs(choice.logprobs),
    finish_reason: isOlder && reason === "tool_calls" ? "function_call" : reason,
    ...native,
    ...losses.own(choice.extra, `choices[${choice.index}]`),
  };
}

/** OpenAI's clients expect both lists. */
export function wholeLogprobs(logprobs: JsonObject | undefined): JsonObject | null {
  return logprobs === undefined ? null : { content: null, refusal: null, ...logprobs };
}
