/**
 * A request as the router sees it: who said what, and what the model must be able to do. In no
 * format's spelling.
 *
 * @module
 */
import type { JsonObject } from "../domain/json.ts";

/** `tool`: the answer of a tool; `other`: the model, the system. */
export type Speaker = "user" | "tool" | "other";

/** Texts of one message, in order. */
export interface Turn {
  readonly speaker: Speaker;
  readonly texts: readonly string[];
}

/** What a model must be able to do for a request. */
export interface Needs {
  readonly tools: boolean;
  readonly images: boolean;
  readonly audio: boolean;
  readonly files: boolean;
  /** An answer of a given JSON Schema. */
  readonly schema: boolean;
}

export interface Prompt {
  readonly turns: readonly Turn[];
  readonly needs: Needs;
}

/** Gathers a prompt; tolerant, since the body is the provider's to judge. */
export class PromptBuilder {
  readonly #turns: Turn[] = [];
  readonly #needs = { tools: false, images: false, audio: false, files: false, schema: false };

  turn(speaker: Speaker, texts: readonly string[]): void {
    this.#turns.push({ speaker, texts });
  }

  need(...names: (keyof Needs)[]): void {
    for (const name of names) this.#needs[name] = true;
  }

  /** Notes pictures, sound and files among content parts. */
  media(parts: unknown): void {
    for (const { type } of objectsIn(parts)) {
      const need = typeof type === "string" ? MEDIA.get(type) : undefined;
      if (need !== undefined) this.need(need);
    }
  }

  build(): Prompt {
    return { turns: this.#turns, needs: this.#needs };
  }
}

/** Type of a content part → what it takes to read it. */
const MEDIA: ReadonlyMap<string, keyof Needs> = new Map([
  ["image_url", "images"],
  ["input_image", "images"],
  ["image", "images"],
  ["input_audio", "audio"],
  ["file", "files"],
  ["input_file", "files"],
  ["document", "files"],
]);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; none of what is no list. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether a value is a list with something in it. */
export function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** A text as it is, or the texts of a list's parts that have one of the types. */
export function textsOf(content: unknown, types: readonly unknown[]): string[] {
  if (typeof content === "string") return [content];
  return objectsIn(content).flatMap(({ type, text }) =>
    types.includes(type) && typeof text === "string" ? [text] : []
  );
}
