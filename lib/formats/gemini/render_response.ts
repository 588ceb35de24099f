/**
 * A whole answer for a caller who speaks Gemini.
 *
 * @module
 */
import type { ChatResponse, Choice, Finish } from "../../domain/conversation/answer.ts";
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import type { Part } from "../../domain/conversation/parts.ts";
import { restoreCalls } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import { defined } from "../json/defined.ts";
import { isObject, type JsonObject } from "../json/guards.ts";
import { type CitedText, renderCitations } from "./citations.ts";
import { renderFinish } from "./finish.ts";
import { renderLogprobs } from "./logprobs.ts";
import { Losses } from "./losses.ts";
import { ReasoningCargo } from "./reasoning_cargo.ts";
import {
  renderCall,
  renderWholePart,
  withOwnMembers,
  withSignature,
} from "./render_answer_parts.ts";
import { nativeSignature } from "./signatures.ts";
import { showsThoughts } from "./thinking.ts";
import { renderUsage, tierMember } from "./usage.ts";

/** Renders an answer. What Gemini cannot say becomes a warning. */
export function renderResponse(
  answer: ChatResponse,
  context: AnswerContext,
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  const losses = new Losses();
  const response = restoreCalls(answer, context.request);
  const own = losses.own(response.extra);
  const isBlocked = isObject(own.promptFeedback) &&
    response.choices.every(({ parts }) => parts.length === 0);
  const candidates = response.choices.map((choice) =>
    renderChoice(choice, showsThoughts(context.request), response, losses)
  );
  const usage = {
    ...(response.usage === null ? {} : renderUsage(response.usage)),
    ...tierMember(response.serviceTier),
  };
  const body = defined({
    ...(isBlocked ? {} : { candidates }),
    ...own,
    usageMetadata: Object.keys(usage).length === 0 ? undefined : usage,
    modelVersion: response.model ?? undefined,
    responseId: response.id ?? context.newId(),
  });
  return { body, warnings: losses.warnings };
}

function renderChoice(
  choice: Choice,
  shows: boolean,
  { error }: ChatResponse,
  losses: Losses,
): JsonObject {
  const { parts, texts } = renderParts(choice, shows, losses);
  const own = losses.own(choice.extra, `candidates[${choice.index}]`);
  const failed: Finish | null = error === undefined
    ? null
    : { reason: "error", raw: null, stopSequence: null, detail: error.message };
  const finish = failed ?? choice.finish;
  return defined({
    content: { parts, role: "model" },
    ...(finish === null ? {} : renderFinish(finish)),
    index: choice.index,
    logprobsResult: choice.logprobs && renderLogprobs(choice.logprobs),
    ...renderCitations(texts),
    ...own,
  });
}

function renderParts(
  { index, parts }: Choice,
  shows: boolean,
  losses: Losses,
): { readonly parts: readonly JsonObject[]; readonly texts: readonly CitedText[] } {
  const out: JsonObject[] = [];
  const texts: CitedText[] = [];
  const cargo = new ReasoningCargo(shows);
  let lastText: { readonly place: number; readonly part: Part } | null = null;
  for (const part of parts) {
    const at = `candidates[${index}].content.parts[${out.length}]`;
    const own = losses.own(part.extra, at);
    switch (part.type) {
      case "text":
      case "refusal": {
        lastText = { place: out.length, part };
        const { citations } = "citations" in part ? part : { citations: undefined };
        texts.push({ text: part.text, partIndex: out.length, citations: citations ?? [] });
        const signed = withSignature({ text: part.text }, proofOf(part), []);
        out.push(withOwnMembers(signed, own));
        break;
      }
      case "reasoning": {
        cargo.hold(part);
        if (!shows || part.text === "") break;
        const thought = { text: part.text, thought: true };
        const signature = nativeSignature(part.proof);
        out.push(signature === undefined ? thought : { ...thought, thoughtSignature: signature });
        break;
      }
      case "tool_call": {
        const call = withOwnMembers(renderCall(part, part.arguments, at, losses), own);
        out.push(withSignature(call, part.proof, cargo.forCall(part.proof)));
        break;
      }
      case "tool_result":
        break;
      default: {
        const whole = renderWholePart(part, at, losses);
        if (whole !== null) out.push(withOwnMembers(withSignature(whole, proofOf(part), []), own));
      }
    }
  }
  const rest = cargo.atEnd();
  if (rest.length > 0) {
    const text = lastText === null ? { text: "" } : out[lastText.place] ?? { text: "" };
    const signed = withSignature(
      text,
      lastText === null ? undefined : proofOf(lastText.part),
      rest,
    );
    if (lastText === null) out.push(signed);
    else out[lastText.place] = signed;
  }
  return { parts: out, texts };
}

function proofOf(part: Part) {
  return "proof" in part ? part.proof : undefined;
}
