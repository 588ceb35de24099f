/**
 * Which result answers which call in a caller's conversation. Gemini matches them by name and order,
 * ids are optional.
 *
 * @module
 */

interface Call {
  readonly id: string;
  readonly name: string;
  /** The caller gave no id. */
  readonly isNumbered: boolean;
  isAnswered: boolean;
}

/** The calls of one conversation so far. */
export class CallBook {
  readonly #calls: Call[] = [];
  readonly #ids = new Set<string>();
  #numbered = 0;

  /** Notes a call; the id under which it is known from now on. */
  add(givenId: string | undefined, name: string): string {
    const given = givenId === undefined ? undefined : ownId(givenId, name);
    const id = given ?? this.#nextId();
    this.#ids.add(id);
    this.#calls.push({ id, name, isNumbered: given === undefined, isAnswered: false });
    return id;
  }

  /** The id of the call that a result answers. */
  answer(givenId: string | undefined, name: string): string {
    const given = givenId === undefined ? undefined : ownId(givenId, name);
    if (given !== undefined && this.#ids.has(given)) return given;
    const open = this.#calls.filter((call) => call.isNumbered && !call.isAnswered);
    const call = open.find((one) => one.name === name);
    if (call === undefined) return given ?? this.#nextId();
    call.isAnswered = true;
    return call.id;
  }

  #nextId(): string {
    let id: string;
    do id = `call_${this.#numbered++}`; while (this.#ids.has(id));
    return id;
  }
}

/** Gemini CLI puts the function's name before the ids that it was given. */
function ownId(id: string, name: string): string {
  const prefix = `${name}__`;
  return id.startsWith(prefix) && id.length > prefix.length ? id.slice(prefix.length) : id;
}
