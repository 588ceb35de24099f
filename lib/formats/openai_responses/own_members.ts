/**
 * Members of the Responses format that have no neutral meaning, and how they are kept.
 *
 * @module
 */
import type { Bookkeeping, Extra } from "../../domain/conversation/parts.ts";
import type { JsonObject } from "../json/guards.ts";

/** This format's own name. */
export const OWN = "openai_responses" as const;

/** Members to be written back; undefined when there are none. `null` says nothing. */
export function ownExtra(fields: JsonObject): Extra | undefined {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return said.length === 0 ? undefined : { format: OWN, fields: Object.fromEntries(said) };
}

/** Members that are not among the known ones; undefined when there are none. */
export function unknownMembers(from: JsonObject, known: ReadonlySet<string>): Extra | undefined {
  return ownExtra(
    Object.fromEntries(Object.entries(from).filter(([key]) => !known.has(key))),
  );
}

/** What this format noted on a node; nothing when another format did. */
export function notesOf(node: { readonly bookkeeping?: Bookkeeping }): JsonObject {
  return node.bookkeeping?.format === OWN ? node.bookkeeping.fields : {};
}
