/**
 * Reads a provider's whole answer.
 *
 * @module
 */
import type { ChatResponse } from "../../domain/conversation/answer.ts";
import { FlowError } from "../../domain/errors.ts";
import { isObject, type JsonObject, textAt } from "../json/guards.ts";
import { readUsage } from "../openai_chat/usage.ts";
import { readFinish } from "./finish.ts";
import { logprobsOf, partsOfItem } from "./parse_output.ts";
import { errorIn } from "./provider_error.ts";

/**
 * The answer in neutral form. Throws `upstream_invalid_response` for what is no answer at all.
 */
export function parseResponse(body: JsonObject): ChatResponse {
  const output = Array.isArray(body.output) ? body.output.filter(isObject) : null;
  const failure = isObject(body.error) || typeof body.error === "string" ? body.error : null;
  if (output === null && failure === null && textAt(body, "status") === null) {
    throw new FlowError(
      "upstream_invalid_response",
      "Cannot read the provider's answer: it has neither 'output' nor 'status' nor 'error'.",
    );
  }
  const items = output ?? [];
  const parts = items.flatMap(partsOfItem);
  const logprobs = items.filter(({ type }) => type === "message").flatMap(entriesOf)
    .flatMap(logprobsOf);
  const finish = readFinish(body, {
    call: parts.some(({ type }) => type === "tool_call"),
    refusal: parts.some(({ type }) => type === "refusal"),
  });
  const tier = textAt(body, "service_tier");
  return {
    ...headOf(body),
    choices: output === null ? [] : [{
      index: 0,
      parts,
      finish,
      ...(logprobs.length === 0 ? {} : { logprobs: { content: logprobs } }),
    }],
    usage: isObject(body.usage) ? readUsage(body.usage) : null,
    ...(tier === null ? {} : { serviceTier: tier }),
    ...(failure === null ? {} : { error: errorIn({ error: failure }) }),
  };
}

function entriesOf(message: JsonObject): JsonObject[] {
  return Array.isArray(message.content) ? message.content.filter(isObject) : [];
}

/** What an answer says of itself from the beginning. */
export function headOf(body: JsonObject): Pick<ChatResponse, "id" | "model" | "createdAt"> {
  const { created_at: created } = body;
  return {
    id: textAt(body, "id"),
    model: textAt(body, "model"),
    createdAt: typeof created === "number" && Number.isFinite(created) ? Math.floor(created) : null,
  };
}
