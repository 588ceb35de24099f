/**
 * Names that people give to keys and tokens.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

const LONGEST = 100;

/**
 * The text without surrounding blanks.
 *
 * @param what what is named, for the message: `label`
 * @throws FlowError `invalid_request` when it is blank, too long or holds control characters
 */
export function checkLabel(text: string, what: string): string {
  const label = text.trim();
  const fault = label === ""
    ? "it is blank"
    : [...label].length > LONGEST
    ? `it has more than ${LONGEST} characters`
    : /[\p{Cc}\u2028\u2029]/u.test(label)
    ? "it holds control characters"
    : null;
  if (fault === null) return label;
  throw new FlowError("invalid_request", `Cannot use this ${what}: ${fault}.`, { param: what });
}

/** `wanted`, or the first of `wanted-2`, `wanted-3` … that is not taken. */
export function freeLabel(wanted: string, taken: readonly string[]): string {
  let label = wanted;
  for (let n = 2; taken.includes(label); n++) label = `${wanted}-${n}`;
  return label;
}
