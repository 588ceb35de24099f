/**
 * A provider's whole answer in neutral form.
 *
 * @module
 */
import type { ChatResponse, Choice } from "../../domain/conversation/answer.ts";
import type { Citation, Part } from "../../domain/conversation/parts.ts";
import { FlowError } from "../../domain/errors.ts";
import { countAt, isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { readAnnotations, readSources } from "./annotations.ts";
import { logprobsIn, readHead, usageIn } from "./answer_head.ts";
import { assistantParts } from "./assistant_parts.ts";
import { readFinish } from "./finish.ts";
import { answerCalls } from "./parse_calls.ts";
import { parseContentPart } from "./parse_content.ts";
import { errorInBody } from "./parse_error.ts";
import { readAnswerReasoning } from "./reasoning_fields.ts";
import { reportsError } from "./upstream_error.ts";

/**
 * Reads an answer. Tolerant; throws `upstream_invalid_response` for what holds neither choices nor an
 * error.
 */
export function parseResponse(body: JsonObject): ChatResponse {
  const isFailed = reportsError(body);
  if (!Array.isArray(body.choices) && !isFailed) {
    throw new FlowError(
      "upstream_invalid_response",
      "Cannot read the provider's answer: a chat completion has 'choices', and this has none. " +
        "Check the provider's base URL and format.",
    );
  }
  const { id, model, createdAt, serviceTier, extra } = readHead(body);
  const list: unknown[] = Array.isArray(body.choices) ? body.choices : [];
  const sources = readSources(body);
  return {
    id,
    model,
    createdAt,
    choices: list.filter(isObject).map((choice, i) => readChoice(choice, i, id, sources)),
    usage: usageIn(body),
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(extra === undefined ? {} : { extra }),
    ...(isFailed ? { error: errorInBody(body, null) } : {}),
  };
}

function readChoice(
  choice: JsonObject,
  position: number,
  responseId: string | null,
  sources: readonly Citation[],
): Choice {
  const index = countAt(choice, "index") ?? position;
  const message = objectAt(choice, "message") ?? objectAt(choice, "delta") ?? {};
  const calls = answerCalls(message, { responseId, choice: index });
  const parts = assistantParts(message, {
    reasoning: readAnswerReasoning(message),
    readOther: readOtherPart,
    calls,
    citations: [...readAnnotations(message.annotations), ...sources],
  });
  const raw = textAt(choice, "finish_reason");
  const logprobs = logprobsIn(choice);
  return {
    index,
    parts,
    finish: raw === null ? null : readFinish(raw, calls.length > 0, choice.content_filter_results),
    ...(logprobs === null ? {} : { logprobs }),
  };
}

/** A part of a content list; what cannot be read as what it says it is stays as it came. */
export function readOtherPart(part: JsonObject): Part {
  const text = textAt(part, "text");
  if (part.type === "text" || (part.type === undefined && text !== null)) {
    return { type: "text", text: text ?? "" };
  }
  try {
    const { at: _, ...read } = parseContentPart(part, "content");
    return read;
  } catch {
    return { type: "foreign", format: "openai_chat", value: part };
  }
}
