/** A log that a test can read. */
import type { Log } from "../../lib/domain/ports.ts";

/** Collects what is logged. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (message: string, fields?: Record<string, unknown>): void => {
    lines.push(message + Deno.inspect(fields ?? {}));
  };
  return { lines, debug: add, info: add, warn: add, error: add };
}
