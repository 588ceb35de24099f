/**
 * Behind an address of the user's own there may be a server that lacks a format of the provider that
 * it stands for: most speak chat completions alone. Its 404 is learned once.
 *
 * @module
 */
import type { FormatName } from "../domain/request_record.ts";
import { formatsToTry } from "../providers/choose_format.ts";
import type { Destination } from "../providers/provider.ts";
import type { Failure } from "./failure.ts";

/** In memory only: a server that is updated is tried anew after a restart. */
export class MissingFormats {
  /** Base URL and format. */
  readonly #missing = new Set<string>();

  /** The best format for a request that has not turned out to be missing. */
  formatFor(destination: Destination, callerFormat: FormatName): FormatName {
    const formats = formatsToTry(destination, callerFormat);
    if (this.#missing.size === 0) return formats[0]!;
    return formats.find((format) => !this.#missing.has(keyOf(destination, format))) ?? formats[0]!;
  }

  /**
   * Whether this failure says that the server has no endpoint for a format, rather than no such
   * model, and another format is left.
   */
  learn(
    destination: Destination,
    callerFormat: FormatName,
    format: FormatName,
    failure: Failure,
  ): boolean {
    const isMissing = (failure.status === 404 || failure.status === 405) &&
      !/model|deployment/i.test(failure.reason);
    const formats = formatsToTry(destination, callerFormat);
    const hasNext = formats.indexOf(format) < formats.length - 1;
    const key = keyOf(destination, format);
    if (!isMissing || !hasNext || this.#missing.has(key)) return false;
    this.#missing.add(key);
    return true;
  }
}

function keyOf({ baseUrl }: Destination, format: FormatName): string {
  return `${format} ${baseUrl}`;
}
