/**
 * Quick looks that tell whether a text is worth a careful search for credentials. They may say yes
 * in vain, never no in vain.
 *
 * @module
 */

/** Character code → 1 for letters, digits, `-` and `_`. */
const IN_RUN = new Uint8Array(128);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
  IN_RUN[char.charCodeAt(0)] = 1;
}
/** Codes above 127 read past the table's end: undefined, no member. */
const inRun = (text: string, at: number): boolean => IN_RUN[text.charCodeAt(at)] === 1;

/** Shortest run of letters, digits, `-` and `_` that holds a key with its prefix. */
export const SHORTEST_KEY = 17;

/**
 * Whether a run of at least {@link SHORTEST_KEY} letters, digits, `-` and `_` matches `prefixes`.
 * Looks at every 17th character only, since a longer run cannot hide between two looks: about
 * 1 ns a character of prose.
 */
export function hasKeyCandidate(text: string, prefixes: RegExp): boolean {
  let at = SHORTEST_KEY - 1;
  while (at < text.length) {
    if (!inRun(text, at)) {
      at += SHORTEST_KEY;
      continue;
    }
    let from = at;
    // At most 16 steps back: no run seen before reaches beyond the last look.
    while (from > 0 && inRun(text, from - 1)) from--;
    let to = at + 1;
    while (to < text.length && inRun(text, to)) to++;
    if (to - from >= SHORTEST_KEY && prefixes.test(text.slice(Math.max(0, from - 5), to))) {
      return true;
    }
    at = to + SHORTEST_KEY;
  }
  return false;
}

/**
 * Whether a `:` or `=` of the text has a name before it whose last three letters, in lower case,
 * are in `endings`; quotes, backslashes, blanks and another `=` may stand between.
 */
export function hasNamedValue(text: string, endings: ReadonlySet<string>): boolean {
  return hasNameBefore(text, ":", endings) || hasNameBefore(text, "=", endings);
}

function hasNameBefore(text: string, separator: string, endings: ReadonlySet<string>): boolean {
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) {
    let end = at;
    // A long row of such characters is walked once: it holds no second separator.
    while (end > 0 && " \t\r\n\\\"'`".includes(text[end - 1]!)) end--;
    if (endings.has(text.slice(Math.max(0, end - 3), end).toLowerCase())) return true;
  }
  return false;
}
