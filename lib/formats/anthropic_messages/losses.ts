/**
 * Collects what a rendering could not express.
 *
 * @module
 */
import type { Extra } from "../../domain/conversation/parts.ts";
import type { Warning } from "../../domain/conversation/warning.ts";
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";

/** The warnings of one rendering, each said once per field. */
export class Losses {
  readonly #warnings = new Map<string, Warning>();

  get list(): readonly Warning[] {
    return [...this.#warnings.values()];
  }

  /** Something is gone. */
  dropped(field: string, message: string): void {
    this.#add({ kind: "dropped", field, message });
  }

  /** Many of a kind may be gone: only the first is named. */
  droppedAll(field: string, message: string): void {
    const isSaid = [...this.#warnings.values()].some((one) => one.message === message);
    if (!isSaid) this.dropped(field, message);
  }

  /** Something is kept in another shape or strength. */
  adapted(field: string, message: string): void {
    this.#add({ kind: "adapted", field, message });
  }

  /** The members to write back; those of another format are gone. */
  extra(extra: Extra | undefined, at: string | undefined): JsonObject {
    if (extra === undefined) return {};
    if (extra.format === "anthropic_messages") return extra.fields;
    for (const key of Object.keys(extra.fields)) {
      const field = at === undefined ? key : `${at}.${key}`;
      this.dropped(field, `Anthropic's format has no place for '${key}'.`);
    }
    return {};
  }

  #add(warning: Warning): void {
    const key = `${warning.field}\n${warning.message}`;
    if (!this.#warnings.has(key)) this.#warnings.set(key, warning);
  }
}

/** The error for what cannot be left out without changing what the caller asked for. */
export function impossible(field: string | undefined, message: string): FlowError {
  return new FlowError("invalid_request", message, field === undefined ? {} : { param: field });
}
