/**
 * Brings every tool call and its result together: all calls of a turn must be answered in the next
 * message, before anything else, and nothing else may be answered there.
 *
 * @module
 */
import type { ToolResultPart } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import { CallIds } from "./call_ids.ts";
import { resultBlock, resultContent } from "./render_blocks.ts";
import type { Rendering } from "./rendering.ts";
import type { Turn } from "./turns.ts";

/** The turns with results as blocks, and with a user turn behind every turn that calls. */
export function pairResults(turns: readonly Turn[], rendering: Rendering): Turn[] {
  const whole = withAnswerTurns(turns);
  const ids = new CallIds();
  const open = new Set(whole.flatMap((turn) => turn.results));
  const answers = new Map<Turn, JsonObject[]>();
  whole.forEach((turn, i) => {
    const next = whole[i + 1];
    if (turn.role !== "assistant" || next === undefined) return;
    turn.blocks.forEach((block, at) => {
      if (block.type !== "tool_use") return;
      const given = String(block.id);
      const id = ids.next(given);
      turn.blocks[at] = { ...block, id };
      const found = resultFor(given, i, whole, open, rendering);
      if (found !== undefined) open.delete(found);
      const list = answers.get(next) ?? [];
      list.push(
        found === undefined
          ? noResult(given, id, turn, rendering)
          : resultBlock(found, id, rendering),
      );
      answers.set(next, list);
    });
  });
  for (const turn of whole) {
    const orphans = turn.results.filter((result) => open.has(result))
      .flatMap((result) => orphanBlocks(result, rendering));
    turn.blocks.unshift(...(answers.get(turn) ?? []), ...orphans);
    turn.results.length = 0;
  }
  return whole;
}

function withAnswerTurns(turns: readonly Turn[]): Turn[] {
  const last = turns.at(-1);
  const isOpen = last?.role === "assistant" && callsIn(last).length > 0;
  return isOpen
    ? [...turns, { role: "user", blocks: [], results: [], extra: {}, at: last.at }]
    : [...turns];
}

function callsIn(turn: Turn | undefined): string[] {
  return (turn?.blocks ?? []).filter(({ type }) => type === "tool_use").map(({ id }) => String(id));
}

/** The result in the next turn, else one that came too late and answers no call of its own turn. */
function resultFor(
  callId: string,
  caller: number,
  turns: readonly Turn[],
  open: ReadonlySet<ToolResultPart>,
  { losses }: Rendering,
): ToolResultPart | undefined {
  for (let i = caller + 1; i < turns.length; i++) {
    const found = turns[i]!.results.find((one) => one.callId === callId && open.has(one));
    const isNear = i === caller + 1;
    if (found === undefined || (!isNear && callsIn(turns[i - 1]).includes(callId))) continue;
    if (!isNear) {
      losses.adapted(
        found.at ?? "messages",
        "A late tool result is sent to Anthropic right behind its call, where it must stand.",
      );
    }
    return found;
  }
  return undefined;
}

function noResult(given: string, id: string, turn: Turn, { losses }: Rendering): JsonObject {
  losses.adapted(
    turn.at ?? "messages",
    `The tool call '${given}' has no result; Anthropic gets an error in its place.`,
  );
  return {
    type: "tool_result",
    tool_use_id: id,
    is_error: true,
    content: "No result was given for this tool call.",
  };
}

function orphanBlocks(result: ToolResultPart, rendering: Rendering): JsonObject[] {
  rendering.losses.adapted(
    result.at ?? "messages",
    `The tool result for '${result.callId}' answers no call before it; Anthropic gets it as text.`,
  );
  const content = resultContent(result, rendering);
  return [{ type: "text", text: `Result of the tool call '${result.callId}':` }, ...content];
}
