/**
 * Tool names that every provider takes, and the way back: long names, odd characters and namespaces
 * become flat names in a request, and an answer's calls get their own names again.
 *
 * @module
 */
import type { ChatRequest } from "./request.ts";

/** What a flat name stands for. */
export interface ToolIdentity {
  readonly name: string;
  readonly namespace?: string;
  readonly kind: "function" | "custom";
}

/**
 * What OpenAI and Gemini take; Anthropic takes 128 characters. One rule for all, so that the way
 * back needs no knowledge of who answered.
 */
const FLAT_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const HASH_CHARS = 8;

/** The names of one request's tools. The same request always gives the same flat names. */
export class ToolNames {
  readonly #flat = new Map<string, string>();
  readonly #identities = new Map<string, ToolIdentity>();

  constructor(request: Pick<ChatRequest, "tools" | "messages">) {
    const all = [...identitiesIn(request)];
    // Names that are flat already keep themselves, whatever else is there.
    for (const one of all) if (isFlat(one)) this.#add(one, one.name);
    for (const one of all) if (!isFlat(one)) this.#add(one, this.#free(one));
  }

  /** The flat name of a tool, also of one that the request does not define. */
  flat(name: string, namespace?: string): string {
    return this.#flat.get(keyOf(name, namespace)) ??
      this.#free({ name, kind: "function", ...(namespace === undefined ? {} : { namespace }) });
  }

  /** Whose flat name this is; undefined for one that the request does not know. */
  original(flat: string): ToolIdentity | undefined {
    return this.#identities.get(flat);
  }

  #add(identity: ToolIdentity, flat: string): void {
    const key = keyOf(identity.name, identity.namespace);
    if (this.#flat.has(key)) return;
    this.#flat.set(key, flat);
    this.#identities.set(flat, identity);
  }

  #free({ name, namespace }: ToolIdentity): string {
    const joined = namespace === undefined
      ? name
      : namespace.endsWith("_")
      ? namespace + name
      : `${namespace}__${name}`;
    if (FLAT_NAME.test(joined) && !this.#identities.has(joined)) return joined;
    const readable = joined.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64 - HASH_CHARS - 1);
    return `${readable}_${hashOf(keyOf(name, namespace))}`;
  }
}

function* identitiesIn(
  { tools, messages }: Pick<ChatRequest, "tools" | "messages">,
): Generator<ToolIdentity> {
  for (const tool of tools ?? []) {
    if (tool.type !== "built_in") yield identityOf(tool, tool.type);
  }
  for (const { parts } of messages) {
    for (const part of parts) if (part.type === "tool_call") yield identityOf(part, part.kind);
  }
}

function identityOf(
  { name, namespace }: { readonly name: string; readonly namespace?: string },
  kind: ToolIdentity["kind"],
): ToolIdentity {
  return { name, kind, ...(namespace === undefined ? {} : { namespace }) };
}

function isFlat({ name, namespace }: ToolIdentity): boolean {
  return namespace === undefined && FLAT_NAME.test(name);
}

function keyOf(name: string, namespace: string | undefined): string {
  return JSON.stringify([namespace ?? null, name]);
}

/** FNV-1a, 32 bits, over UTF-16 units: enough to tell a handful of names apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(HASH_CHARS, "0");
}
