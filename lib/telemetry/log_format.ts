/**
 * A log message as one line: for people, or as a JSON object. Secrets are masked in either.
 *
 * @module
 */
import { redact } from "../domain/redact.ts";

/** How loud a message is. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** One message. */
export interface LogEntry {
  /** Integer ms since 1970 UTC. */
  readonly timestamp: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const MAX_TEXT = 8192;
const MAX_ITEMS = 50;
const MAX_DEPTH = 5;

/** `{"time":"…","level":"info","message":"…",…fields}`, without the line end. */
export function formatJson({ timestamp, level, message, fields }: LogEntry): string {
  const time = new Date(timestamp).toISOString();
  const head = { time, level, message: plain(message, 0) };
  const rest = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name in head ? `field_${name}` : name,
    plain(value, 0),
  ]);
  // Redaction keeps JSON valid, and sees names beside their values.
  return redact(JSON.stringify({ ...head, ...Object.fromEntries(rest) }));
}

const COLOR: Record<LogLevel, string> = {
  debug: "\x1b[2m",
  info: "\x1b[36m",
  warning: "\x1b[33m",
  error: "\x1b[31m",
};
const RESET = "\x1b[0m";

/** `2026-01-31T12:00:00.000Z WARNING message field=value`, without the line end. */
export function formatText(entry: LogEntry, color: boolean): string {
  const time = new Date(entry.timestamp).toISOString();
  const level = entry.level.toUpperCase().padEnd(7);
  const { time: _time, level: _level, message, ...fields }: Record<string, unknown> = JSON.parse(
    formatJson(entry),
  );
  const text = oneLine(String(message)) +
    Object.entries(fields).map(([name, value]) => ` ${oneLine(name)}=${fieldText(value)}`).join("");
  const shown = color ? `${COLOR[entry.level]}${level}${RESET}` : level;
  return `${time} ${shown} ${text}`;
}

function fieldText(value: unknown): string {
  if (typeof value === "string" && /^[\w.:/@+-]+$/.test(value)) return value;
  return oneLine(JSON.stringify(value));
}

/** Control characters made visible: what a caller or a provider sent must not forge lines. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) =>
      character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Anything as what JSON can hold: cut in depth and length, bytes as their number. */
function plain(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "string":
      // Masked before it is cut, so that no half of a key is left unrecognised.
      return value.length <= MAX_TEXT ? value : `${redact(value).slice(0, MAX_TEXT)}…`;
    case "bigint":
      return String(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "function":
    case "symbol":
      return undefined;
    case "object":
      return value === null ? null : plainObject(value, depth);
    default:
      return value;
  }
}

function plainObject(value: object, depth: number): unknown {
  if (depth >= MAX_DEPTH) return "[…]";
  if (value instanceof Error) return plainError(value, depth);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return plain(value.toJSON(), depth + 1);
  }
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => plain(item, depth + 1));
    return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items;
  }
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner, depth + 1)]));
}

function plainError(error: Error, depth: number): unknown {
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: plain(error.cause, depth + 1) };
  // An error with a code was foreseen; only for the others does the stack tell anything.
  const stack = "code" in code ? {} : { stack: plain(error.stack, depth) };
  return { name: error.name, ...code, message: plain(error.message, depth), ...stack, ...cause };
}
