/**
 * Ids of tool calls: made up where a provider gives none, shortened where one does not take them.
 *
 * @module
 */
import type { Quirks } from "../../domain/conversation/quirks.ts";
import type { ChatRequest } from "../../domain/conversation/request.ts";

/** OpenAI refuses longer ones ("string too long … maximum length 40"). */
const MAX_CHARS = 40;
/** Mistral: "Tool call id has to be defined … a-z, A-Z, 0-9, with a length of 9". */
const NINE = /^[a-zA-Z0-9]{9}$/;

/** What an id is made up from: the same answer, streamed or whole, gives the same ids. */
export interface CallPlace {
  readonly responseId: string | null;
  readonly choice: number;
  /** Number of the call within its choice, from 0. */
  readonly number: number;
}

/**
 * An id for a call that came without. It holds the end of the answer's id, since callers keep calls of
 * many answers in one conversation.
 */
export function madeUpCallId({ responseId, choice, number }: CallPlace): string {
  const tail = (responseId ?? "").replace(/[^a-zA-Z0-9]/g, "").slice(-24);
  return ["call", tail, String(choice), String(number)].filter((part) => part !== "").join("_");
}

/** The ids of one request as its provider takes them; the same id always gives the same result. */
export class CallIds {
  readonly #mapped = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor({ messages }: Pick<ChatRequest, "messages">, private readonly quirks: Quirks) {
    const ids = messages.flatMap(({ parts }) => parts).flatMap((part) => {
      if (part.type === "tool_call") return [part.id];
      return part.type === "tool_result" ? [part.callId] : [];
    });
    // Ids that fit keep themselves, whatever the others are mapped to.
    for (const id of ids) if (this.#fits(id)) this.#taken.add(id);
    for (const id of ids) this.#map(id);
  }

  of(id: string): string {
    return this.#mapped.get(id) ?? id;
  }

  #map(id: string): void {
    if (this.#mapped.has(id)) return;
    if (this.#fits(id)) {
      this.#mapped.set(id, id);
      return;
    }
    let salt = 0;
    let short = this.#short(id, salt);
    while (this.#taken.has(short)) short = this.#short(id, ++salt);
    this.#taken.add(short);
    this.#mapped.set(id, short);
  }

  #fits(id: string): boolean {
    return this.quirks.toolCallIds === "nine_alphanumerics"
      ? NINE.test(id)
      : id.length <= MAX_CHARS;
  }

  #short(id: string, salt: number): string {
    const digits = hash36(`${salt}:${id}`).slice(0, 9);
    return this.quirks.toolCallIds === "nine_alphanumerics" ? digits : `call_${digits}`;
  }
}

/** Ten letters and digits for a text: two FNV-1a hashes of 32 bits in base 36. */
function hash36(text: string): string {
  const half = (seed: number): string => {
    let hash = seed;
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
    return (hash >>> 0).toString(36).padStart(7, "0").slice(-5);
  };
  return half(0x811c9dc5) + half(0x1b873593);
}
