/**
 * Writes earlier reasoning into a request.
 *
 * @module
 */
import type { ReasoningPart } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";
import { isEntryList, joinedTexts, reasoningItem, replayedReasoning } from "./carried_reasoning.ts";
import { notesOf, OWN } from "./own_members.ts";
import type { Rendering } from "./rendering.ts";

/**
 * The item of a reasoning. That of another provider is left out, since OpenAI refuses what it has
 * not encrypted itself; a caller of this format may refer to an item by its id alone.
 */
export function renderReasoning(
  part: ReasoningPart,
  at: string,
  r: Rendering,
): JsonObject | null {
  const isForeign = part.proof !== undefined && part.proof.format !== OWN;
  const item = r.isOwn && !isForeign ? ownItem(part) : replayedReasoning(part);
  if (item !== null) return { ...item, ...r.losses.own(part.extra, at) };
  if (part.text !== "") {
    r.losses.dropped(at, "Reasoning of another provider is left out: OpenAI takes only its own.");
  }
  return null;
}

function ownItem(part: ReasoningPart): JsonObject {
  const { summary, content, ...notes } = notesOf(part);
  const item = reasoningItem(part.text, part.isSummary, { ...notes, ...part.proof?.value });
  const entries = part.isSummary ? summary : content;
  // The parts of a summary were joined; they come back when nobody has changed them.
  if (!isEntryList(entries) || joinedTexts(entries) !== part.text) return item;
  return { ...item, [part.isSummary ? "summary" : "content"]: entries };
}
