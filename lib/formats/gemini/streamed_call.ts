/**
 * Function calls whose arguments come in pieces: `willContinue` and `partialArgs` (Vertex AI API
 * reference, `FunctionCall`; a caller must ask for it).
 *
 * @module
 */
import { isObject, type JsonObject, textAt } from "../json/guards.ts";

type Container = Map<string, Node> | Node[];
type Node = Container | string | number | boolean | null;

/** Longer lists than any real argument has would only fill our memory. */
const MAX_INDEX = 9_999;

/** One call as it grows. */
export class StreamedCall {
  readonly #root = new Map<string, Node>();

  constructor(
    readonly name: string,
    readonly id: string | undefined,
    readonly signature: unknown,
  ) {}

  /** Takes a list of `{jsonPath, stringValue | numberValue | boolValue | nullValue}`. */
  add(partialArgs: unknown): void {
    if (!Array.isArray(partialArgs)) return;
    for (const piece of partialArgs) if (isObject(piece)) this.#addPiece(piece);
  }

  get args(): JsonObject {
    return Object.fromEntries([...this.#root].map(([key, node]) => [key, plain(node)]));
  }

  #addPiece(piece: JsonObject): void {
    const path = pathOf(textAt(piece, "jsonPath") ?? "");
    const value = valueOf(piece);
    if (path.length === 0 || value === undefined) return;
    let at: Container = this.#root;
    for (let i = 0; i < path.length - 1; i++) {
      at = childOf(at, path[i]!, typeof path[i + 1] === "number");
    }
    put(at, path.at(-1)!, value);
  }
}

type Step = string | number;

/** `$.items[0].name` → `items`, 0, `name`. */
function pathOf(text: string): Step[] {
  const steps = text.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g);
  return [...steps].map(([, name, index, single, double]) =>
    index === undefined ? name ?? single ?? double ?? "" : Math.min(Number(index), MAX_INDEX)
  );
}

function valueOf(piece: JsonObject): string | number | boolean | null | undefined {
  const { stringValue, numberValue, boolValue } = piece;
  if (typeof stringValue === "string") return stringValue;
  if (typeof numberValue === "number") return numberValue;
  if (typeof boolValue === "boolean") return boolValue;
  return "nullValue" in piece ? null : undefined;
}

function childOf(at: Container, step: Step, isList: boolean): Container {
  const found = get(at, step);
  if (found instanceof Map || Array.isArray(found)) return found;
  const child: Container = isList ? [] : new Map();
  set(at, step, child);
  return child;
}

/** Text goes on where text is; everything else replaces. */
function put(at: Container, step: Step, value: string | number | boolean | null): void {
  const before = get(at, step);
  set(at, step, typeof before === "string" && typeof value === "string" ? before + value : value);
}

function get(at: Container, step: Step): Node | undefined {
  return at instanceof Map ? at.get(String(step)) : at[Number(step)];
}

function set(at: Container, step: Step, node: Node): void {
  if (at instanceof Map) {
    at.set(String(step), node);
    return;
  }
  const index = Number(step);
  while (at.length < index) at.push(null);
  at[index] = node;
}

function plain(node: Node): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (!(node instanceof Map)) return node;
  return Object.fromEntries([...node].map(([key, one]) => [key, plain(one)]));
}
