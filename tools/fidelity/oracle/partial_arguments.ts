/**
 * Arguments of a Gemini function call that come piece by piece (`partialArgs`, Vertex AI's reference of
 * `FunctionCall`): each piece names a place by a JSON path.
 *
 * @module
 */
import { isRecord, type Json } from "./json.ts";

/** One call's arguments, growing. */
export class PartialArguments {
  readonly value: Record<string, unknown>;

  constructor(whole: unknown) {
    this.value = isRecord(whole) ? { ...whole } : {};
  }

  take(pieces: readonly Json[]): void {
    for (const piece of pieces) {
      const keys = keysOf(String(piece.jsonPath ?? ""));
      if (typeof piece.stringValue === "string") {
        const before = at(this.value, keys);
        put(this.value, keys, (typeof before === "string" ? before : "") + piece.stringValue);
      } else if ("numberValue" in piece) put(this.value, keys, piece.numberValue);
      else if ("boolValue" in piece) put(this.value, keys, piece.boolValue);
      else if ("nullValue" in piece) put(this.value, keys, null);
    }
  }
}

/** `$.steps[0].name` → `steps`, 0, `name`. */
function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]/g)].map(
    ([, name, index, quoted, single]) =>
      index === undefined ? name ?? quoted ?? single ?? "" : Number(index),
  );
}

type Container = Record<string | number, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

function at(root: Container, keys: readonly (string | number)[]): unknown {
  let value: unknown = root;
  for (const key of keys) value = isContainer(value) ? value[key] : undefined;
  return value;
}

function put(root: Container, keys: readonly (string | number)[], leaf: unknown): void {
  let place = root;
  keys.forEach((key, depth) => {
    const next = keys[depth + 1];
    if (next === undefined) {
      place[key] = leaf;
      return;
    }
    const child = place[key];
    const empty: unknown = typeof next === "number" ? [] : {};
    const inner = isContainer(child) ? child : empty;
    if (!isContainer(inner)) return;
    place[key] = inner;
    place = inner;
  });
}
