/**
 * How long a provider asks to be left alone.
 *
 * @module
 */

/**
 * Reads `retry-after-ms` (Azure, OpenAI), else `retry-after` in seconds or as a date (RFC 9110
 * §10.2.3), in ms; null when neither says anything that can be read. Only error answers should be
 * asked: Anthropic sends the header with good ones as well.
 *
 * @param nowMs Unix ms
 */
export function retryAfterMs(
  headers: { get(name: string): string | null },
  nowMs: number,
): number | null {
  const exact = amount(headers.get("retry-after-ms"));
  if (exact !== null) return exact;
  const text = headers.get("retry-after");
  const seconds = amount(text);
  if (seconds !== null) return seconds * 1000;
  const date = text === null ? NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

function amount(text: string | null): number | null {
  return text !== null && /^\s*\d+(\.\d*)?\s*$/.test(text) ? Number(text) : null;
}
