/**
 * Redaction by name: the value behind `"api_key":`, `Authorization:`, `PASSWORD=` and the like.
 *
 * @module
 */
import { hasNamedValue } from "./key_candidates.ts";

const NAMES = new RegExp(
  [
    "(?:(authorization|x-api-key|api-key|x-goog-api-key)",
    "|api[_ ]?key|secret[-_]?(?:access[-_]?)?key|(?:access|refresh|auth|session|security)[-_]?token",
    "|client[-_]?secret|private[-_]?key|subscription[-_]?key|passw(?:or)?d|passphrase",
    "|([A-Z0-9]_(?:KEY|TOKEN|SECRET)))",
    // an optional quote behind the name, the sign between, an optional quote before the value
    "(\\\\*[\"'`])?[ \\t\\r\\n]{0,8}(?:[:=]|=>)[ \\t\\r\\n]{0,8}(\\\\*[\"'`])?",
  ].join(""),
  "gi",
);
const SCHEME = /(?:bearer|basic|token|digest|apikey|negotiate)[ \t]{1,4}/iy;
/** What follows the closing quote of a JSON string: then it was not the opening one of a value. */
const AFTER_STRING = /(?:\s|\\+[nrt])*(?:[,}\]:]|$)/y;
/** The last three letters of the names, for a quick look. */
const ENDINGS = new Set(["ion", "key", "ken", "ret", "ord", "swd", "ase"]);

/** An unquoted value ends where a quote, an escape or the punctuation around it begins. */
const BARE = /[^\s"'`\\,;&<>(){}[\]|]+/y;

/**
 * How deep in JSON strings a quote with so many backslashes before it delimits: 0, 1, 3 and 7
 * backslashes at depths 0, 1, 2 and 3, and `\\"` is at depth 0 again: a backslash, then a quote.
 */
function quoteDepth(backslashes: number): number {
  return Math.log2((backslashes + 1) & -(backslashes + 1));
}

/** Index where the value that starts at `from` ends: before its closing quote and its backslashes. */
function endOfQuoted(text: string, from: number, quote: string): number {
  const mark = quote.at(-1);
  const depth = quoteDepth(quote.length - 1);
  let backslashes = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === "\\") {
      // In single quotes nobody knows whose escape this is: stop before it.
      if (mark !== '"') return i;
      backslashes++;
      continue;
    }
    // A quote of a shallower depth ends the surrounding string, hence this value as well.
    if (char === '"' && quoteDepth(backslashes) <= depth) {
      return i - Math.min(backslashes, 2 ** quoteDepth(backslashes) - 1);
    }
    if (char === mark && mark !== '"') return i;
    if (char === "\n") return i - backslashes;
    backslashes = 0;
  }
  return text.length - backslashes;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Whether a bare word behind such a name is a secret rather than prose or code. */
function looksSecret(value: string): boolean {
  return value.length >= 8 && /[0-9]/.test(value) && /[A-Za-z]/.test(value);
}

/**
 * Whether the quote behind the separator opens a value. `"content": "my password:", …` ends a
 * string there, and replacing what follows would break the document.
 */
function opensValue(nameQuote: string | undefined, quote: string, text: string, at: number) {
  if (!quote.endsWith('"')) return true;
  if (nameQuote?.endsWith('"')) {
    return quoteDepth(nameQuote.length - 1) === quoteDepth(quote.length - 1);
  }
  AFTER_STRING.lastIndex = at;
  return !AFTER_STRING.test(text);
}

/** Index where the value at `start` ends; `start` when there is none. */
function endOfValue(
  text: string,
  start: number,
  nameQuote: string | undefined,
  quote: string | undefined,
): number {
  if (quote !== undefined) {
    return opensValue(nameQuote, quote, text, start) ? endOfQuoted(text, start, quote) : start;
  }
  // A quoted name with a bare value is JSON's number, true, false or null.
  return nameQuote === undefined ? start + matchAt(BARE, text, start).length : start;
}

/**
 * Replaces the values of telling names by `mask(value)`, keeping an authentication scheme before
 * them. Linear: a value is read once, and the search goes on behind it.
 */
export function redactNamedValues(text: string, mask: (value: string) => string): string {
  if (!hasNamedValue(text, ENDINGS)) return text;
  const names = new RegExp(NAMES);
  let out = "";
  let copied = 0;
  for (let match = names.exec(text); match !== null; match = names.exec(text)) {
    const [whole, header, variable, nameQuote, quote] = match;
    const start = names.lastIndex + matchAt(SCHEME, text, names.lastIndex).length;
    const end = endOfValue(text, start, nameQuote, quote);
    if (end <= start) continue;
    names.lastIndex = end;
    const value = text.slice(start, end);
    const isAssignment = /^[A-Z0-9_]+=\\*["'`]?$/.test(whole) && value.length >= 6;
    const isTelling = isAssignment || header !== undefined ||
      (variable === undefined && (quote !== undefined || looksSecret(value)));
    if (!isTelling) continue;
    out += text.slice(copied, start) + mask(value);
    copied = end;
  }
  return copied === 0 ? text : out + text.slice(copied);
}
