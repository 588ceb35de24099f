/**
 * Messages as `contents` and `systemInstruction`.
 *
 * @module
 */
import { callerField } from "../../domain/conversation/caller_field.ts";
import type { Part } from "../../domain/conversation/parts.ts";
import type { ChatRequest, Message } from "../../domain/conversation/request.ts";
import type { ToolNames } from "../../domain/conversation/tool_names.ts";
import type { JsonObject } from "../json/guards.ts";
import type { Losses } from "./losses.ts";
import { modelTraits } from "./model_traits.ts";
import { PartRenderer, type RenderedPart } from "./render_parts.ts";
import { SKIP_VALIDATION } from "./signatures.ts";
import { join, wrongValue } from "./typed_members.ts";

/** The conversation in Gemini's words. */
export interface RenderedContents {
  readonly systemInstruction?: JsonObject;
  readonly contents: readonly JsonObject[];
}

interface Turn {
  readonly role: "user" | "model";
  readonly parts: RenderedPart[];
}

/** Renders the conversation. Throws `invalid_request` when nothing of it is left to be sent. */
export function renderContents(
  request: ChatRequest,
  model: string,
  names: ToolNames,
  losses: Losses,
): RenderedContents {
  const renderer = new PartRenderer(request, model, names, losses);
  const first = request.messages.findIndex(({ role }) => !isInstruction(role));
  const system = first < 0 ? [] : request.messages.slice(0, first);
  const rest = first < 0 ? request.messages : request.messages.slice(first);
  for (const message of request.messages) tellMessageLosses(message, losses);
  const instructions = system.flatMap(({ parts }) =>
    parts.flatMap((part) => renderer.render(part))
  );
  const turns = turnsOf(rest, renderer, losses);
  if (turns.length === 0) {
    const field = callerField(request, "messages");
    throw wrongValue(field, "The conversation is empty: Gemini needs something to answer.");
  }
  const { needsSignatures } = modelTraits(model);
  const contents = turns.map(({ role, parts }, i) => ({
    role,
    parts: role === "model"
      ? signed(parts, needsSignatures)
      : inCallOrder(parts, turns[i - 1]?.parts ?? []),
  }));
  return instructions.length === 0
    ? { contents }
    : { systemInstruction: { parts: instructions.map(({ value }) => value) }, contents };
}

function isInstruction(role: Message["role"]): boolean {
  return role === "system" || role === "developer";
}

function tellMessageLosses(message: Message, losses: Losses): void {
  const at = message.at ?? "messages";
  losses.own(message.extra, at);
  if (message.name !== undefined) {
    losses.dropped(join(at, "name"), "Gemini knows no names of participants.");
  }
}

/** One turn for all messages in a row of one side. */
function turnsOf(messages: readonly Message[], renderer: PartRenderer, losses: Losses): Turn[] {
  const turns: Turn[] = [];
  for (const { role, parts, at } of messages) {
    if (isInstruction(role)) {
      losses.adapted(
        at ?? "messages",
        "Gemini takes instructions at the beginning only: later ones are sent as the user's.",
      );
    }
    const side = role === "assistant" ? "model" : "user";
    const rendered = renderAll(parts, renderer);
    if (rendered.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === side) last.parts.push(...rendered);
    else turns.push({ role: side, parts: rendered });
  }
  return turns;
}

/** The parts of a message; an empty text counts only where it is all there is. */
function renderAll(parts: readonly Part[], renderer: PartRenderer): RenderedPart[] {
  const isEmpty = (part: Part): boolean =>
    part.type === "text" && part.text === "" && part.proof === undefined;
  const full = parts.filter((part) => !isEmpty(part));
  return (full.length > 0 ? full : parts).flatMap((part) => renderer.render(part));
}

/**
 * The first call of a turn must bear a signature for Gemini 3; for one that another model made, it
 * takes a word that says so.
 */
function signed(parts: readonly RenderedPart[], needsSignatures: boolean): readonly JsonObject[] {
  const first = parts.findIndex(({ value }) => "functionCall" in value);
  return parts.map(({ value }, i) =>
    i === first && needsSignatures && !("thoughtSignature" in value)
      ? { ...value, thoughtSignature: SKIP_VALIDATION }
      : value
  );
}

/** Results first, in the order of the calls that they answer; Gemini matches them by it. */
function inCallOrder(
  parts: readonly RenderedPart[],
  before: readonly RenderedPart[],
): readonly JsonObject[] {
  const calls = before.map(({ callId }) => callId).filter((id) => id !== undefined);
  const results = parts.filter(({ resultOf }) => resultOf !== undefined);
  const rank = ({ resultOf }: RenderedPart): number => {
    const place = resultOf === undefined ? -1 : calls.indexOf(resultOf);
    return place < 0 ? calls.length : place;
  };
  const ordered = results.toSorted((a, b) => rank(a) - rank(b));
  const others = parts.filter(({ resultOf }) => resultOf === undefined);
  return [...ordered, ...others].map(({ value }) => value);
}
