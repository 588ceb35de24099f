/**
 * Collects what a rendering to or from Gemini could not carry over, each loss once.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { JsonObject } from "../json/guards.ts";
import { join } from "./typed_members.ts";

/** The warnings of one rendering. */
export class Losses {
  readonly #told = new Map<string, Warning>();

  get warnings(): readonly Warning[] {
    return [...this.#told.values()];
  }

  /** Something is gone. The same message is told once, for the first field. */
  dropped(field: string, message: string): void {
    this.#tell({ kind: "dropped", field, message });
  }

  /** Something is kept in another shape or strength. */
  adapted(field: string, message: string): void {
    this.#tell({ kind: "adapted", field, message });
  }

  /** Gemini's own members, to be written back; those of another format are told as dropped. */
  own(extra: Extra | undefined, at = ""): JsonObject {
    if (extra === undefined) return {};
    if (extra.format === "gemini") return extra.fields;
    for (const name of Object.keys(extra.fields)) {
      this.dropped(join(at, name), `Gemini has no place for '${name}'.`);
    }
    return {};
  }

  #tell(warning: Warning): void {
    const key = `${warning.kind} ${warning.message}`;
    if (!this.#told.has(key)) this.#told.set(key, warning);
  }
}

/** Gemini's own members as an extra; undefined when there are none. */
export function extraOf(fields: JsonObject): Extra | undefined {
  return Object.keys(fields).length === 0 ? undefined : { format: "gemini", fields };
}
