/**
 * The turns of a conversation as Anthropic wants them: user and assistant by turns, neighbours of one
 * role in one message.
 *
 * @module
 */
import type { ToolResultPart } from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import type { JsonObject } from "../json/guards.ts";
import { blocksOf } from "./render_blocks.ts";
import type { Rendering } from "./rendering.ts";

/** One message in the making. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly blocks: JsonObject[];
  /** Results to be paired with the calls of the turn before. */
  readonly results: ToolResultPart[];
  readonly extra: JsonObject;
  readonly at: string | undefined;
}

/** What `system` and `messages` are made of. */
export interface Conversation {
  readonly system: readonly JsonObject[];
  readonly turns: Turn[];
}

/** Sorts messages into the system prompt and turns. */
export function turnsOf(messages: readonly Message[], rendering: Rendering): Conversation {
  const system: JsonObject[] = [];
  const turns: Turn[] = [];
  for (const message of messages) {
    const { role, at, name } = message;
    if (name !== undefined) {
      rendering.losses.dropped(`${at ?? "messages"}.name`, "Anthropic's messages bear no names.");
    }
    const isSystem = role === "system" || role === "developer";
    const results = message.parts.filter((part) => part.type === "tool_result");
    const blocks = message.parts.flatMap((part) => blocksOf(part, rendering));
    if (isSystem && turns.length === 0) {
      system.push(...blocks);
      rendering.losses.extra(message.extra, at);
      continue;
    }
    const said = isSystem ? instruction(blocks, at, rendering) : blocks;
    const turn = turnFor(turns, isSystem || role === "tool" ? "user" : role, at);
    Object.assign(turn.extra, rendering.losses.extra(message.extra, at));
    turn.blocks.push(...said);
    turn.results.push(...results);
  }
  return { system, turns: turns.filter(hasContent) };
}

/** The turn that a message joins: the last one when it is of the same role. */
function turnFor(turns: Turn[], role: Turn["role"], at: string | undefined): Turn {
  // A message of which nothing is left must not part its neighbours.
  while (turns.length > 0 && turns.at(-1)!.role !== role && !hasContent(turns.at(-1)!)) turns.pop();
  const last = turns.at(-1);
  if (last?.role === role) return last;
  const turn: Turn = { role, blocks: [], results: [], extra: {}, at };
  turns.push(turn);
  return turn;
}

function hasContent({ role, blocks, results }: Turn): boolean {
  return role === "user" || blocks.length > 0 || results.length > 0;
}

/** Most models refuse the role `system` inside the conversation. */
function instruction(
  blocks: readonly JsonObject[],
  at: string | undefined,
  { losses }: Rendering,
): JsonObject[] {
  losses.adapted(
    at ?? "messages",
    "An instruction in the middle of the conversation is sent to Anthropic as a marked user text.",
  );
  return blocks.map((block) =>
    block.type === "text"
      ? { ...block, text: `<system_message>\n${String(block.text)}\n</system_message>` }
      : block
  );
}
