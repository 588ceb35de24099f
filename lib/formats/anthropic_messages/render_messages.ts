/**
 * `system` and `messages` of a request.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { JsonObject } from "../json/guards.ts";
import { impossible } from "./losses.ts";
import { pairResults } from "./pair_results.ts";
import type { Rendering } from "./rendering.ts";
import { type Turn, turnsOf } from "./turns.ts";

/** The two members; `system` may be empty. */
export interface RenderedMessages {
  readonly system: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
}

/** Renders all messages. Throws where there is nothing to answer. */
export function renderMessages(rendering: Rendering): RenderedMessages {
  const { request, losses } = rendering;
  const field = callerField(request, "messages");
  let { system, turns } = turnsOf(request.messages, rendering);
  turns = pairResults(turns, rendering);
  if (turns.length === 0) {
    if (system.length === 0) {
      throw impossible(
        field,
        "Cannot ask an Anthropic model without a message: send at least one.",
      );
    }
    losses.adapted(field, "Anthropic needs a user's message; it gets the instructions as one.");
    turns = [userTurn([...system])];
    system = [];
  }
  if (turns[0]?.role === "assistant") {
    losses.adapted(field, "Anthropic wants a user's message first; a placeholder stands there.");
    turns.unshift(userTurn([textBlock("(The conversation begins.)")]));
  }
  const messages = endOf(turns, field, rendering).map(messageOf);
  return { system, messages };

  function messageOf({ role, blocks, extra, at }: Turn): JsonObject {
    if (blocks.length === 0) {
      losses.adapted(at ?? field, "Anthropic takes no empty message; a placeholder stands there.");
      return { role, content: [textBlock("(empty message)")], ...extra };
    }
    return { role, content: contentOf(blocks), ...extra };
  }
}

/** One plain text is written as a string. */
export function contentOf(blocks: readonly JsonObject[]): string | readonly JsonObject[] {
  const [only] = blocks;
  if (blocks.length !== 1 || only === undefined || typeof only.text !== "string") return blocks;
  return Object.keys(only).length === 2 ? only.text : blocks;
}

/** A beginning of the answer: older models go on with it, newer ones refuse it. */
function endOf(turns: readonly Turn[], field: string, { traits, losses }: Rendering): Turn[] {
  const last = turns.at(-1);
  if (last?.role !== "assistant") return [...turns];
  if (!traits.canPrefill) {
    losses.adapted(
      last.at ?? field,
      "This model does not go on with an answer that was begun; it is asked to continue.",
    );
    return [...turns, userTurn([textBlock("Continue.")])];
  }
  const end = last.blocks.at(-1);
  const text = end?.type === "text" && typeof end.text === "string" ? end.text : null;
  if (text !== null && text !== text.trimEnd()) {
    losses.adapted(last.at ?? field, "White space at the end is cut: Anthropic refuses it there.");
    last.blocks[last.blocks.length - 1] = { ...end, text: text.trimEnd() };
  }
  return [...turns];
}

function userTurn(blocks: JsonObject[]): Turn {
  return { role: "user", blocks, results: [], extra: {}, at: undefined };
}

function textBlock(text: string): JsonObject {
  return { type: "text", text };
}
