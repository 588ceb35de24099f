/**
 * Collects what a rendering could not carry over, each loss once.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { JsonObject } from "../../domain/json.ts";
import { OWN } from "./own_members.ts";

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

  /** Members of our own format to be written back; those of another one are told as dropped. */
  own(extra: Extra | undefined, at = ""): JsonObject {
    if (extra === undefined) return {};
    if (extra.format === OWN) return extra.fields;
    for (const name of Object.keys(extra.fields)) {
      const field = at === "" ? name : `${at}.${name}`;
      this.dropped(field, `The Responses format has no place for '${name}'.`);
    }
    return {};
  }

  #tell(warning: Warning): void {
    const key = `${warning.kind} ${warning.message}`;
    if (!this.#told.has(key)) this.#told.set(key, warning);
  }
}
