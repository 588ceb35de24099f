/**
 * Texts that callers and providers write into a row, cut to what a list of rows can bear: columns
 * are indexed and pages show them, and nobody but us limits their length.
 *
 * @module
 */

const MAX_CHARS = 512;
const MAX_TAGS = 64;

/** The text, or its beginning. */
export function clip(text: string): string {
  return text.length > MAX_CHARS ? text.slice(0, MAX_CHARS - 1).toWellFormed() + "…" : text;
}

/** The same for a text that may not be there. */
export function clipOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : clip(text);
}

/** The first 64 tags, names and values clipped. */
export function clipTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).slice(0, MAX_TAGS).map(([name, value]) => [clip(name), clip(value)]),
  );
}
