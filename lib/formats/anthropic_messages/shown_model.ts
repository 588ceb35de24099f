/**
 * Shows a caller the model under the name that it asked for. Claude Code (seen in 2.1.197) plays back
 * the thinking of an earlier turn only if the answer named exactly the model that it goes on with; a
 * provider names `claude-sonnet-4-5-20250929` where `anthropic/claude-sonnet-4-5` was asked for, and
 * the thinking between two tool calls would be lost.
 *
 * @module
 */
import { isObject, parseJson } from "../json/guards.ts";
import { applyEdits, memberValue, replaceValue, topLevelMembers } from "../json/members.ts";
import { EventCutter } from "../sse/event_cutter.ts";

/** Whether a caller is one that compares the names. */
export function wantsAskedModel(headers: Headers): boolean {
  return headers.get("user-agent")?.startsWith("claude-cli/") === true;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NOTHING: Uint8Array = new Uint8Array(0);

/** A whole answer that names `model`; what is no JSON object stays as it is. */
export function withModel(answer: Uint8Array, model: string): Uint8Array {
  if (!isObject(parseJson(decoder.decode(answer)))) return answer;
  const member = topLevelMembers(answer).find(({ key }) => key === "model");
  if (member === undefined || memberValue(answer, member) === model) return answer;
  return applyEdits(answer, [replaceValue(member, model)]);
}

/** A filter of one stream: its `message_start` names `model`, every other byte stays as it is. */
export class ModelInStream {
  /** Null once the name has passed. */
  #cutter: EventCutter | null = new EventCutter();

  constructor(private readonly model: string) {}

  /** The bytes that may go on to the caller now. */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#cutter === null) return bytes;
    const events = this.#cutter.push(bytes);
    const at = events.findIndex(isStart);
    if (at < 0) return concat(events);
    const rest = this.flush();
    const start = encoder.encode(named(decoder.decode(events[at]), this.model));
    return concat([...events.slice(0, at), start, ...events.slice(at + 1), rest]);
  }

  /** What is left when the stream ends. */
  flush(): Uint8Array {
    const rest = this.#cutter?.flush() ?? NOTHING;
    this.#cutter = null;
    return rest;
  }
}

/** The text of an event that holds a message's beginning, its first `"model"` replaced. */
function named(event: string, model: string): string {
  return event.replace(
    /("model"\s*:\s*)"(?:[^"\\]|\\.)*"/,
    (_, before: string) => before + JSON.stringify(model),
  );
}

function isStart(event: Uint8Array): boolean {
  return /"type"\s*:\s*"message_start"/.test(decoder.decode(event));
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
