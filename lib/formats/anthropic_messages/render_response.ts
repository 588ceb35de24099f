/**
 * A whole answer in Anthropic's form.
 *
 * @module
 */
import type { ChatResponse, Finish } from "../../domain/conversation/answer.ts";
import type { AnswerContext } from "../../domain/conversation/codec.ts";
import { replay } from "../../domain/conversation/replay.ts";
import { restoreCalls } from "../../domain/conversation/restore_calls.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import { isObject, type JsonObject, parseJson } from "../json/guards.ts";
import { AnswerBlocks, plain } from "./answer_blocks.ts";
import { writeFinish } from "./finish.ts";
import { Losses } from "./losses.ts";
import type { BlockEvent } from "./part_writers.ts";
import { anthropicTier, writeUsage } from "./usage.ts";

/** Renders an answer; the same pieces as in a stream, put together. */
export function renderResponse(
  response: ChatResponse,
  context: AnswerContext,
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  const losses = new Losses();
  const { choices, usage, serviceTier, extra, error } = restoreCalls(response, context.request);
  const choice = choices.find(({ index }) => index === 0) ?? choices[0];
  if (choices.length > 1) {
    losses.dropped("choices", "Anthropic's format holds one answer; the others are gone.");
  }
  if (choice?.logprobs !== undefined) warnOfLogprobs(losses);
  if (choice?.extra?.format !== "anthropic_messages") losses.extra(choice?.extra, "content");
  const blocks = new AnswerBlocks(losses, context.newId);
  const events = choice === undefined
    ? []
    : [...replay({ ...response, choices: [{ ...choice, index: 0 }] })]
      .flatMap((event) => [...blocks.push(event)]);
  const content = assembled([...events, ...blocks.end()]);
  const finish = choice?.finish ?? (error === undefined ? null : failed(error.message));
  warnOfFinish(finish, losses);
  const { usage: otherUsage, ...fields } = losses.extra(extra, undefined);
  return {
    body: {
      id: messageId(response.id, context),
      type: "message",
      role: "assistant",
      model: context.shownModel ?? response.model ?? context.request.model,
      content,
      ...writeFinish(finish, blocks.hasToolUse),
      ...fields,
      usage: {
        ...writeUsage(usage, anthropicTier(serviceTier)),
        ...(isObject(otherUsage) ? otherUsage : {}),
      },
    },
    warnings: losses.list,
  };
}

/** Anthropic's own id, else a new one in its form. */
export function messageId(id: string | null, { newId }: AnswerContext): string {
  return id?.startsWith("msg_") === true ? id : `msg_${plain(newId())}`;
}

/** Says what cannot be told of log probabilities. */
export function warnOfLogprobs(losses: Losses): void {
  losses.dropped("logprobs", "Anthropic's format has no place for log probabilities.");
}

/** Says so where output that cannot be used is told as a refusal. */
export function warnOfFinish(finish: Finish | null, losses: Losses): void {
  if (finish?.reason !== "error") return;
  losses.adapted(
    "stop_reason",
    `Anthropic has no word for '${finish.raw ?? "an unusable answer"}'; it is told as a refusal.`,
  );
}

function failed(detail: string): Finish {
  return { reason: "error", raw: null, stopSequence: null, detail };
}

/** The blocks that the pieces of a stream amount to. */
function assembled(events: readonly BlockEvent[]): readonly JsonObject[] {
  const content: Record<string, unknown>[] = [];
  let json = "";
  for (const event of events) {
    const block = content.at(-1);
    if (event.type === "start") {
      content.push({ ...event.block });
      json = "";
    } else if (event.type === "stop") {
      const input = json === "" ? undefined : parseJson(json);
      if (block !== undefined && isObject(input)) block.input = input;
    } else if (block !== undefined) {
      json += addDelta(block, event.delta);
    }
  }
  return content;
}

/** Adds to the block; returns JSON text, which counts only when whole. */
function addDelta(block: Record<string, unknown>, delta: JsonObject): string {
  switch (delta.type) {
    case "text_delta":
      block.text = `${String(block.text)}${String(delta.text)}`;
      return "";
    case "thinking_delta":
      block.thinking = `${String(block.thinking)}${String(delta.thinking)}`;
      return "";
    case "signature_delta":
      block.signature = delta.signature;
      return "";
    case "citations_delta":
      block.citations = [
        ...(Array.isArray(block.citations) ? block.citations : []),
        delta.citation,
      ];
      return "";
    default:
      return String(delta.partial_json);
  }
}
