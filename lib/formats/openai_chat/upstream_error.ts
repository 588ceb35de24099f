/**
 * Reads the error bodies that OpenAI-compatible providers send. Shapes seen in the wild:
 * `{error:{message,…}}`, `{error:"…"}`, `{code,error:"…"}` (xAI), `{detail:"…"}` and
 * `{detail:[{msg}]}` (Mistral), `{message}`, `{object:"error",message}` (vLLM before 0.10),
 * `[{error:{…}}]` (Gemini).
 *
 * @module
 */
import { isObject, type JsonObject, parseJson, textAt } from "../json/guards.ts";

/** Whether a parsed answer or chunk, sent with a success status, reports an error all the same. */
export function reportsError(body: JsonObject): boolean {
  return isObject(body.error) || textAt(body, "error") !== null || body.object === "error";
}

/** The human-readable message inside a parsed error body, null when there is none. */
export function readErrorMessage(body: unknown): string | null {
  if (Array.isArray(body)) return body.length > 0 ? readErrorMessage(body[0]) : null;
  if (!isObject(body)) return null;
  const { error, detail } = body;
  if (typeof error === "string" && error !== "") return error;
  if (isObject(error)) return textAt(error, "message") ?? JSON.stringify(error);
  if (typeof detail === "string" && detail !== "") return detail;
  if (Array.isArray(detail)) {
    const messages = detail.map((item) => textAt(item, "msg")).filter((msg) => msg !== null);
    if (messages.length > 0) return messages.join("; ");
  }
  return textAt(body, "message");
}

/** The machine-readable code inside a parsed error body, null when there is none. */
export function readErrorCode(body: unknown): string | null {
  if (Array.isArray(body)) return body.length > 0 ? readErrorCode(body[0]) : null;
  if (!isObject(body)) return null;
  return textAt(body.error, "code") ?? textAt(body.error, "type") ?? textAt(body, "code");
}

/** How much of an unreadable error answer is quoted. */
const QUOTE_CHARS = 300;

/** An error answer of a provider: JSON that a client library can read, or not. */
export interface UpstreamErrorBody {
  readonly isJson: boolean;
  readonly message: string;
  readonly code: string | null;
}

/** Understands the text of an error answer; HTML and other text are quoted in one short line. */
export function readErrorText(text: string, status: number): UpstreamErrorBody {
  const body = parseJson(text);
  if (body !== undefined && typeof body === "object" && body !== null) {
    return {
      isJson: true,
      message: readErrorMessage(body) ?? `The provider answered with status ${status}.`,
      code: readErrorCode(body),
    };
  }
  const plain = withoutTags(text).replace(/\s+/g, " ").trim();
  const quote = plain.length > QUOTE_CHARS ? plain.slice(0, QUOTE_CHARS) + "…" : plain;
  return {
    isJson: false,
    message: quote === ""
      ? `The provider answered with status ${status} and no readable body.`
      : `The provider answered with status ${status}: ${quote}`,
    code: null,
  };
}

/**
 * The text between HTML tags, without scripts and styles. One pass: a pattern for this would go
 * over a page of a million opening brackets a million times.
 */
function withoutTags(html: string): string {
  const parts: string[] = [];
  let at = 0;
  while (true) {
    const open = html.indexOf("<", at);
    const close = open < 0 ? -1 : html.indexOf(">", open);
    if (close < 0) return [...parts, html.slice(at)].join(" ");
    parts.push(html.slice(at, open));
    const raw = /^<(script|style)\b/i.exec(html.slice(open, open + 8))?.[1];
    at = raw === undefined ? close + 1 : endTag(html, raw, close);
  }
}

function endTag(html: string, name: string, from: number): number {
  const tag = new RegExp(`</${name}`, "gi");
  tag.lastIndex = from;
  return tag.exec(html)?.index ?? html.length;
}
