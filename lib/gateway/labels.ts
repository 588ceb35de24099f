/**
 * What a caller says about a request for its own book-keeping, in headers.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";

/** Labels from headers; body fields are second to them. */
export interface CallerLabels {
  readonly sessionId: string | null;
  readonly userTag: string | null;
  readonly tags: Readonly<Record<string, string>> | null;
}

/** A caller that says nothing. */
export const NO_LABELS: CallerLabels = { sessionId: null, userTag: null, tags: null };

const MAX_TAGS = 32;

/**
 * Where a session is told, the first one counts: ours, which opencode sends as well; Codex's, today
 * and in older versions; Claude Code's.
 */
const SESSION_HEADERS = [
  "x-session-id",
  "session-id",
  "session_id",
  "x-claude-code-session-id",
] as const;

/**
 * Reads the session (`x-session-id`, or as coding agents call it), `x-user-tag` and `x-flow-tags`
 * (`team=search, env=prod, nightly`; a bare word is a tag with an empty value).
 *
 * Throws `invalid_request` for more than 32 tags or a tag without a name.
 */
export function readLabels(headers: Headers): CallerLabels {
  const tags = headers.get("x-flow-tags");
  return {
    sessionId: readSession(headers),
    userTag: headers.get("x-user-tag") || null,
    tags: tags === null ? null : readTags(tags),
  };
}

function readSession(headers: Headers): string | null {
  for (const name of SESSION_HEADERS) {
    const session = headers.get(name);
    if (session !== null && session !== "") return session;
  }
  return null;
}

function readTags(header: string): Record<string, string> | null {
  const parts = header.split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (parts.length === 0) return null;
  if (parts.length > MAX_TAGS) {
    throw new FlowError(
      "invalid_request",
      `The header x-flow-tags holds ${parts.length} tags: at most ${MAX_TAGS} are kept.`,
      { param: "x-flow-tags" },
    );
  }
  return Object.fromEntries(parts.map((part) => {
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim();
    if (name === "") {
      throw new FlowError(
        "invalid_request",
        `The header x-flow-tags holds '${part}': write name=value, separated by commas.`,
        { param: "x-flow-tags" },
      );
    }
    return [name, equals < 0 ? "" : part.slice(equals + 1).trim()];
  }));
}
