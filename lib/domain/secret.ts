/**
 * A string that must not be seen. Every accidental way to print it yields `[redacted]`; the value
 * is reachable only through {@link Secret.reveal}, which is easy to find in a review.
 *
 * @module
 */

const REDACTED = "[redacted]";

/** Wraps a provider key, password or token so that logging or serialising it shows nothing. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain value. Call it only where the secret is used: in a header, a cipher, a prompt. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [Symbol.for("Deno.customInspect")](): string {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
