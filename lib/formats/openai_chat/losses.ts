/**
 * Collects what a rendering could not carry over, each loss once.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import type { JsonObject } from "../../domain/json.ts";

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
    if (extra.format === "openai_chat") return extra.fields;
    for (const name of Object.keys(extra.fields)) {
      const field = at === "" ? name : `${at}.${name}`;
      this.dropped(field, `OpenAI chat has no place for '${name}'.`);
    }
    return {};
  }

  #tell(warning: Warning): void {
    const key = `${warning.kind} ${warning.message}`;
    if (!this.#told.has(key)) this.#told.set(key, warning);
  }
}

/** What another format calls a part of its own: its type, or the member that it consists of. */
export function foreignName(value: JsonObject): string {
  return typeof value.type === "string" ? value.type : Object.keys(value)[0] ?? "unknown";
}
