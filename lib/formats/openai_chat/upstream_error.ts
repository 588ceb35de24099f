/**
 * Reads the error bodies that OpenAI-compatible providers send. Shapes seen in the wild:
 * `{error:{message,…}}`, `{error:"…"}`, `{code,error:"…"}` (xAI), `{detail:"…"}` and
 * `{detail:[{msg}]}` (Mistral), `{message}`, `[{error:{…}}]` (Gemini).
 *
 * @module
 */
import { isObject, parseJson, textAt } from "../json/guards.ts";

/** The human-readable message inside a parsed error body, null when there is none. */
export function readErrorMessage(body: unknown): string | null {
  if (Array.isArray(body)) return body.length > 0 ? readErrorMessage(body[0]) : null;
  if (!isObject(body)) return null;
  const { error, detail } = body;
  if (typeof error === "string") return error;
  if (isObject(error)) return textAt(error, "message") ?? JSON.stringify(error);
  if (typeof detail === "string") return detail;
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
  const plain = text.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
    .replace(/\s+/g, " ").trim();
  const quote = plain.length > QUOTE_CHARS ? plain.slice(0, QUOTE_CHARS) + "…" : plain;
  return {
    isJson: false,
    message: quote === ""
      ? `The provider answered with status ${status} and no readable body.`
      : `The provider answered with status ${status}: ${quote}`,
    code: null,
  };
}
