/**
 * How long a provider asks to wait, from headers and error bodies.
 *
 * @module
 */
import { isObject, type JsonObject, objectAt, textAt } from "../json/guards.ts";

/** The headers of an answer. */
export interface Headers {
  get(name: string): string | null;
}

/** The longest wait that is believed, ms: beyond it a clock or a unit is wrong. */
const MAX_WAIT_MS = 24 * 3600 * 1000;

/**
 * The wait in ms; null when nobody says. In this order: `retry-after-ms` (Azure, OpenAI),
 * `retry-after` in seconds, the body (Gemini `RetryInfo`), and for a rate limit the longer of
 * `x-ratelimit-reset-requests` and `-tokens` of the limits that are used up.
 *
 * @param isLimit whether the answer is about a rate limit
 */
export function retryAfterMs(headers: Headers, body: unknown, isLimit: boolean): number | null {
  return plausible(numberOf(headers.get("retry-after-ms"))) ??
    plausible(seconds(headers.get("retry-after"))) ??
    plausible(retryInfo(body)) ??
    (isLimit ? plausible(resetOf(headers)) : null);
}

function plausible(ms: number | null): number | null {
  return ms !== null && ms >= 0 && ms <= MAX_WAIT_MS ? Math.ceil(ms) : null;
}

function numberOf(text: string | null): number | null {
  if (text === null || text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function seconds(text: string | null): number | null {
  const value = numberOf(text);
  if (value !== null) return value * 1000;
  return text === null ? null : durationMs(text);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's spelling of durations: `6m0s`, `1.5s`, `120ms`. Null for anything else. */
export function durationMs(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return total;
}

/** Only what is used up must be waited for; without counts, the longer of both. */
function resetOf(headers: Headers): number | null {
  const waits = ["requests", "tokens"].flatMap((what) => {
    const reset = headers.get(`x-ratelimit-reset-${what}`);
    const left = numberOf(headers.get(`x-ratelimit-remaining-${what}`));
    const wait = reset === null || (left !== null && left > 0) ? null : durationMs(reset);
    return wait === null ? [] : [wait];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

/** Google's `details: [{"@type": "…RetryInfo", retryDelay: "34.4s"}]`. */
function retryInfo(body: unknown): number | null {
  const error = objectAt(Array.isArray(body) ? body[0] : body, "error");
  const details: readonly unknown[] = Array.isArray(error?.details) ? error.details : [];
  const delay = details.filter(isObject).map((detail: JsonObject) => textAt(detail, "retryDelay"))
    .find((text) => text !== null);
  return delay === undefined || delay === null ? null : durationMs(delay);
}
