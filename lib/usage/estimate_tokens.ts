/**
 * Guesses how many tokens a request used when its provider never told: the stream broke off, or the
 * caller left. Good to a third or so for prose and code; a row says that its numbers are a guess.
 *
 * @module
 */
import type { Usage } from "../domain/usage.ts";

/** Twelfths of a token for one character, by script: tokenizers of 2024 to 2026 on average. */
const LATIN = 3;
const OTHER = 4;
/** Chinese characters, kana and Korean syllables are about one token each, emoji more. */
const WIDE = 12;
const TWELFTHS = 12;

/**
 * An image, document or recording: a picture of a megapixel is 765 (OpenAI, high detail), 1,290
 * (Gemini) or 1,400 tokens (Anthropic: width × height / 750).
 */
export const MEDIA_TOKENS = 1000;
/** What a message costs besides its words. */
const MESSAGE_TOKENS = 4;
/** Shorter runs of base64 may be words. */
const SHORTEST_BLOB = 256;
const BASE64 = /^[A-Za-z0-9+/_-]+=*$/;

/** Tokens of a text. */
export function estimateTokens(text: string): number {
  let twelfths = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // The second half of a character beyond the basic plane is counted with the first.
    if (code >= 0xdc00 && code <= 0xdfff) continue;
    twelfths += code < 0x250 ? LATIN : isWide(code) ? WIDE : OTHER;
  }
  return Math.ceil(twelfths / TWELFTHS);
}

const isWide = (code: number): boolean =>
  (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xdbff) ||
  (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xffef) ||
  (code >= 0x1100 && code <= 0x11ff);

/** Members of a request's body, in any format, that a model reads. */
const READ_BY_MODEL: ReadonlySet<string> = new Set([
  "messages",
  "prompt",
  "input",
  "instructions",
  "system",
  "contents",
  "systemInstruction",
  "system_instruction",
  "tools",
  "functions",
]);
/** Members inside these that are not words to it. */
const NOT_WORDS: ReadonlySet<string> = new Set([
  "type",
  "role",
  "id",
  "call_id",
  "tool_call_id",
  "tool_use_id",
  "status",
  "detail",
  "cache_control",
  "media_type",
  "mime_type",
  "mimeType",
  "signature",
  "encrypted_content",
  "thoughtSignature",
  "thought_signature",
]);
/** Values of `type`, and members, that stand for a picture or another medium, wherever it is kept. */
const MEDIA_TYPES: ReadonlySet<unknown> = new Set(["image", "image_url", "input_image"]);
const MEDIA_MEMBERS: ReadonlySet<string> = new Set([
  "inlineData",
  "inline_data",
  "fileData",
  "file_data",
]);
/** Names count where they are the model's to read: in tools and their schemas. */
const NAMES_COUNT: ReadonlySet<string> = new Set(["tools", "functions"]);

/** Tokens of the prompt in a request's body (JSON of any chat format); of all of it if unreadable. */
export function estimatePromptTokens(body: string): number {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return estimateTokens(body);
  }
  if (typeof parsed !== "object" || parsed === null) return estimateTokens(body);
  let total = 0;
  for (const [name, value] of Object.entries(parsed)) {
    if (READ_BY_MODEL.has(name)) total += tokensIn(value, NAMES_COUNT.has(name));
  }
  return total;
}

function tokensIn(value: unknown, withNames: boolean): number {
  if (typeof value === "string") return isBlob(value) ? MEDIA_TOKENS : estimateTokens(value);
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item: unknown) => sum + tokensIn(item, withNames), 0);
  }
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.entries(value);
  if (members.some(([name, inner]) => name === "type" && MEDIA_TYPES.has(inner))) {
    return MEDIA_TOKENS;
  }
  let total = "role" in value ? MESSAGE_TOKENS : 0;
  for (const [name, inner] of members) {
    if (MEDIA_MEMBERS.has(name)) total += MEDIA_TOKENS;
    else if (withNames) total += estimateTokens(name) + tokensIn(inner, true);
    else if (!NOT_WORDS.has(name)) total += tokensIn(inner, false);
  }
  return total;
}

const isBlob = (text: string): boolean =>
  text.startsWith("data:") || (text.length >= SHORTEST_BLOB && BASE64.test(text));

/**
 * Usage with what is missing filled in. Counts that the provider told stay, but an output count far
 * below what came was told at the start of the stream (Anthropic) and gives way.
 *
 * @param requestText the request's body as forwarded, JSON
 * @param answerText what the model has written so far: text, reasoning, arguments of calls
 * @param keptShare the share of it that was kept, above 0 up to 1
 */
export function estimateUsage(
  requestText: string,
  answerText: string,
  known: Usage,
  keptShare = 1,
): Usage {
  const written = Math.round(estimateTokens(answerText) / keptShare);
  const told = known.completionTokens;
  const completionTokens = told === null || told < written / 2 ? written : told;
  const promptTokens = known.promptTokens ?? estimatePromptTokens(requestText);
  return { ...known, promptTokens, completionTokens, totalTokens: promptTokens + completionTokens };
}
