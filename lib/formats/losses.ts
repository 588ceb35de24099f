/**
 * Collects what a rendering could not carry over, each loss once.
 *
 * @module
 */
import type { Extra } from "../domain/conversation/parts.ts";
import type { Warning } from "../domain/conversation/warning.ts";
import type { JsonObject } from "../domain/json.ts";
import type { FormatName } from "../domain/request_record.ts";

/** The warnings of one rendering in one format. */
export class FormatLosses {
  readonly #told = new Map<string, Warning>();

  /** @param name the format for people: "Gemini" */
  constructor(private readonly format: FormatName, private readonly name: string) {}

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

  /** Members of the format itself, to be written back; those of another one are told as dropped. */
  own(extra: Extra | undefined, at = ""): JsonObject {
    if (extra === undefined) return {};
    if (extra.format === this.format) return extra.fields;
    for (const member of Object.keys(extra.fields)) {
      const field = at === "" ? member : `${at}.${member}`;
      this.dropped(field, `${this.name} has no place for '${member}'.`);
    }
    return {};
  }

  #tell(warning: Warning): void {
    const key = `${warning.kind} ${warning.message}`;
    if (!this.#told.has(key)) this.#told.set(key, warning);
  }
}
