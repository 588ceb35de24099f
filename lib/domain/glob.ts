/**
 * Patterns with `*` (any characters, also none) and `?` (one character). Letter case does not count.
 *
 * @module
 */

/**
 * Whether a pattern means a text. Takes at most pattern × text steps, whatever they hold: callers
 * choose texts, and a regular expression made from a pattern could be sent on very long ways.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const signs = [...pattern.toLowerCase()];
  const chars = [...text.toLowerCase()];
  let at = 0;
  let sign = 0;
  /** Behind the last star, and where its match may end next. */
  let behindStar = -1;
  let retry = 0;
  while (at < chars.length) {
    if (sign < signs.length && signs[sign] === "*") {
      behindStar = ++sign;
      retry = at;
    } else if (sign < signs.length && (signs[sign] === "?" || signs[sign] === chars[at])) {
      sign++;
      at++;
    } else if (behindStar >= 0) {
      sign = behindStar;
      at = ++retry;
    } else {
      return false;
    }
  }
  while (signs[sign] === "*") sign++;
  return sign === signs.length;
}
