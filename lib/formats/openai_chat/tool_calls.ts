/**
 * Puts the tool calls of one streamed choice together.
 *
 * Providers differ: OpenAI sends a call in fragments under an `index`, Mistral whole calls without
 * one, Gemini's compatible endpoint several calls under index 0, DashScope repeats `id` and `name`
 * empty, and some vLLM versions give every fragment an id of its own.
 *
 * @module
 */
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "../json/guards.ts";

type MutableCall = Record<string, unknown>;

/** The calls of one choice, in the order in which they began. */
export class ToolCalls {
  readonly #calls: MutableCall[] = [];
  readonly #byIndex = new Map<number, MutableCall>();
  readonly #byId = new Map<string, MutableCall>();

  get all(): readonly JsonObject[] {
    return this.#calls;
  }

  /** Takes a fragment in; the call that it belongs to, always the same object for the same call. */
  add(fragment: JsonObject): JsonObject {
    const call = this.#callOf(fragment);
    for (const [key, value] of Object.entries(fragment)) {
      if (key === "index" || key === "function" || value === null || value === "") continue;
      if (key !== "id" || !("id" in call)) call[key] = value;
    }
    const part = objectAt(fragment, "function");
    if (part === undefined) return call;
    const before = objectAt(call, "function");
    call.function = {
      ...before,
      ...part,
      name: textAt(part, "name") ?? textAt(before, "name") ?? "",
      arguments: (textAt(before, "arguments") ?? "") + (textAt(part, "arguments") ?? ""),
    };
    return call;
  }

  /** The call that a fragment continues or begins. */
  #callOf(fragment: JsonObject): MutableCall {
    const id = textAt(fragment, "id");
    const index = typeof fragment.index === "number" ? fragment.index : null;
    const isNamed = textAt(objectAt(fragment, "function"), "name") !== null;
    const current = (id === null ? undefined : this.#byId.get(id)) ??
      (index === null ? this.#calls.at(-1) : this.#byIndex.get(index));
    // A new id with a name begins another call; without an index, a name alone does, and so it does
    // where the call before is complete.
    const isOther = isNamed &&
      (id === null
        ? index === null || hasCompleteArguments(current)
        : current?.id !== id && hasId(current));
    if (current !== undefined && !isOther) return current;
    const begun: MutableCall = {};
    this.#calls.push(begun);
    if (index !== null) this.#byIndex.set(index, begun);
    if (id !== null) this.#byId.set(id, begun);
    return begun;
  }
}

function hasId(call: JsonObject | undefined): boolean {
  return call !== undefined && "id" in call;
}

/** Whether a call's arguments are a whole JSON object, to which nothing can be added. */
export function hasCompleteArguments(call: JsonObject | undefined): boolean {
  const text = textAt(objectAt(call, "function"), "arguments")?.trim() ?? "";
  return text.startsWith("{") && text.endsWith("}") && isObject(parseJson(text));
}
