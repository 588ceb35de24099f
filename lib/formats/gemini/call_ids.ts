/**
 * Ids for the function calls of an answer. Gemini 2 gives none, Gemini 3 some.
 *
 * @module
 */
import { type JsonObject, textAt } from "../json/guards.ts";

/** The ids of one answer, whole or streamed: the same answer gets the same ids. */
export class CallIds {
  readonly #taken = new Set<string>();
  readonly #numbered = new Map<number, number>();

  /**
   * The id of the next call: as given, else made of the response's own id and the call's number, so
   * that it is unique in a conversation of many turns.
   *
   * @param response the chunk or body in which the call stands
   */
  next(given: string | undefined, choice: number, response: JsonObject, call: JsonObject): string {
    const number = this.#numbered.get(choice) ?? 0;
    this.#numbered.set(choice, number + 1);
    const own = given !== undefined && !this.#taken.has(given)
      ? given
      : `call_${seedOf(response, call)}_${choice === 0 ? "" : `${choice}_`}${number}`;
    this.#taken.add(own);
    return own;
  }
}

/**
 * Without a response id, what differs from turn to turn: the time, the length of the prompt, the
 * call itself.
 */
function seedOf(response: JsonObject, call: JsonObject): string {
  const id = textAt(response, "responseId")?.replace(/[^A-Za-z0-9_-]/g, "");
  if (id !== undefined && id !== "") return id;
  const { createTime, usageMetadata: usage } = response;
  const prompt = typeof usage === "object" && usage !== null && "promptTokenCount" in usage
    ? usage.promptTokenCount
    : null;
  return hashOf(JSON.stringify([createTime ?? null, prompt, call]));
}

/** FNV-1a over UTF-16 units, twice with different starts: 64 bits in hexadecimal. */
function hashOf(text: string): string {
  return [0x811c9dc5, 0x9747b28c].map((start) => {
    let hash = start;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  }).join("");
}
