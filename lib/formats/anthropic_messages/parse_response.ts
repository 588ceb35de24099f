/**
 * A whole answer of Anthropic's in the neutral form.
 *
 * @module
 */
import type { ChatResponse } from "../../domain/conversation/answer.ts";
import type { Part, Proof } from "../../domain/conversation/parts.ts";
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";
import { readFinish } from "./finish.ts";
import { readAnswerBlock } from "./parse_answer_block.ts";
import { otherUsage, readUsage, tierOf } from "./usage.ts";

/** Reads an answer. Throws `upstream_invalid_response` for what is none. */
export function parseResponse(body: JsonObject): ChatResponse {
  if (!Array.isArray(body.content)) {
    const message = textAt(body.error, "message");
    throw new FlowError(
      "upstream_invalid_response",
      message === null
        ? "The provider's answer is no Anthropic message: it has no list 'content'."
        : `The provider answered with an error under a success status: ${message}`,
    );
  }
  const tier = tierOf(body.usage);
  const fields = answerExtra(body);
  return {
    id: textAt(body, "id"),
    model: textAt(body, "model"),
    createdAt: null,
    choices: [{ index: 0, parts: readAnswerParts(body.content), finish: readFinish(body) }],
    usage: isObject(body.usage) ? readUsage(body.usage) : null,
    ...(tier === undefined ? {} : { serviceTier: tier }),
    ...(fields === null ? {} : { extra: { format: "anthropic_messages", fields } }),
  };
}

/** The parts of `content`; proofs that were carried join what they belong to. */
function readAnswerParts(content: readonly unknown[]): Part[] {
  const parts: Part[] = [];
  let pending: Proof | undefined;
  for (const block of content.filter(isObject)) {
    const read = readAnswerBlock(block);
    if (read.type !== "carrier") {
      parts.push(
        read.type === "tool_call" && pending !== undefined ? { ...read, proof: pending } : read,
      );
      pending = undefined;
      continue;
    }
    for (const one of read.cargo.reasoning ?? []) parts.push({ type: "reasoning", ...one });
    pending = read.cargo.callId === undefined && read.cargo.isTrailing !== true
      ? read.cargo.proof
      : undefined;
  }
  return parts;
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "id",
  "type",
  "role",
  "model",
  "content",
  "stop_reason",
  "stop_sequence",
  "usage",
]);

/** What only Anthropic tells: containers, edits of the context, counts of server tools. */
export function answerExtra(body: JsonObject): JsonObject | null {
  const usage = otherUsage(objectAt(body, "usage"));
  const rest = Object.entries(body)
    .filter(([key, value]) => !UNDERSTOOD.has(key) && value !== null && value !== undefined);
  const fields = {
    ...Object.fromEntries(rest),
    ...(Object.keys(usage).length === 0 ? {} : { usage }),
  };
  return Object.keys(fields).length === 0 ? null : fields;
}
