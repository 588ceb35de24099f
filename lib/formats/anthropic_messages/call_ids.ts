/**
 * Ids of tool calls that Anthropic takes: letters, digits, `_` and `-`, each once in a conversation.
 *
 * @module
 */

/** Gives out ids; the same ids in the same order always come out the same. */
export class CallIds {
  readonly #taken = new Set<string>();

  /** The id to send for a call; one that fits and is free is kept. */
  next(id: string): string {
    const plain = plainCallId(id);
    let free = plain;
    for (let n = 2; this.#taken.has(free); n++) free = `${plain}_${n}`;
    this.#taken.add(free);
    return free;
  }
}

/** The id with every other character replaced. */
export function plainCallId(id: string): string {
  return id.replace(/[^a-zA-Z0-9_-]/g, "_") || "call";
}
