/**
 * What may be said about a caller token: patterns, tags, its end.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

const MOST_PATTERNS = 200;
const LONGEST_PATTERN = 300;
const MOST_TAGS = 32;
const LONGEST_TAG = 200;

/**
 * Patterns without surrounding blanks and doubles; null for none at all, which means everything.
 *
 * @param what the field, for messages
 * @throws FlowError `invalid_request`
 */
export function checkPatterns(
  patterns: readonly string[] | null,
  what: string,
): readonly string[] | null {
  if (patterns === null) return null;
  const all = [...new Set(patterns.map((pattern) => pattern.trim()))];
  const fault = all.length === 0
    ? "the list is empty, so that nothing would be allowed; leave it out to allow everything"
    : all.length > MOST_PATTERNS
    ? `there are ${all.length} patterns, at most ${MOST_PATTERNS} are kept`
    : all.some((one) => one === "" || one.length > LONGEST_PATTERN || /[\s\p{Cc},]/u.test(one))
    ? `a pattern has 1 to ${LONGEST_PATTERN} characters, no blanks and no commas`
    : null;
  if (fault === null) return all;
  throw new FlowError("invalid_request", `Cannot use ${what}: ${fault}.`, { param: what });
}

/**
 * Tags as they are stored; null for none.
 *
 * @throws FlowError `invalid_request`
 */
export function checkTags(
  tags: Readonly<Record<string, string>> | null,
): Readonly<Record<string, string>> | null {
  const entries = Object.entries(tags ?? {}).map(([name, value]) => [name.trim(), value.trim()]);
  if (entries.length === 0) return null;
  const isWrong = (text: string | undefined): boolean =>
    text === undefined || text.length > LONGEST_TAG || /\p{Cc}/u.test(text);
  const fault = entries.length > MOST_TAGS
    ? `there are ${entries.length}, at most ${MOST_TAGS} are kept`
    : entries.some(([name]) => name === "")
    ? "one has no name"
    : entries.some(([name, value]) => isWrong(name) || isWrong(value))
    ? `names and values have at most ${LONGEST_TAG} characters and no control characters`
    : null;
  if (fault === null) return Object.fromEntries(entries);
  throw new FlowError("invalid_request", `Cannot use these tags: ${fault}.`, { param: "tags" });
}

/** The end of a token, ms since 1970 UTC. @throws FlowError `invalid_request` for one in the past */
export function checkEnd(expiresAtMs: number | null, nowMs: number): number | null {
  if (expiresAtMs === null || (Number.isSafeInteger(expiresAtMs) && expiresAtMs > nowMs)) {
    return expiresAtMs;
  }
  throw new FlowError(
    "invalid_request",
    "Cannot take this end, with which the token would have expired already: name a time in the future.",
    { param: "expires_at" },
  );
}
