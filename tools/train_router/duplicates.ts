/**
 * Prompts that are the same but for case, marks, courtesy and what follows after the question.
 *
 * @module
 */
import { readText } from "../../lib/router/local/read_text.ts";

/** So many words of a prompt tell it from others. */
const WORDS = 24;

/** Equal for prompts that begin alike, whatever their case and punctuation. */
export function fingerprint(text: string): string {
  return readText(text).words.slice(0, WORDS).join(" ");
}

/** The rows whose prompts are not among the held-out ones. */
export function withoutDuplicates<Row extends { readonly text: string }>(
  rows: readonly Row[],
  heldOut: readonly { readonly text: string }[],
): readonly Row[] {
  const held = new Set(heldOut.map(({ text }) => fingerprint(text)));
  return rows.filter(({ text }) => !held.has(fingerprint(text)));
}

/** @throws Error when a prompt to train on is among the held-out ones */
export function refuseDuplicates(
  rows: readonly { readonly id: string; readonly text: string }[],
  heldOut: readonly { readonly text: string }[],
): void {
  const held = new Set(heldOut.map(({ text }) => fingerprint(text)));
  const found = rows.filter(({ text }) => held.has(fingerprint(text))).map(({ id }) => id);
  if (found.length === 0) return;
  const named = found.slice(0, 5).join(", ");
  throw new Error(
    `Cannot train: ${found.length} prompts are held out for tests as well (${named} …). ` +
      "Remove them from the data.",
  );
}
