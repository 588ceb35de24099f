/**
 * The one-time code that setting the master password takes, so that not whoever reaches the port
 * first owns the gateway. It is printed at start, or given in `FLOWGATE_SETUP_CODE`.
 *
 * @module
 */
import { timingSafeEqual } from "node:crypto";
import { AttemptLimiter } from "../domain/attempt_limiter.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock, RandomBytes } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import { hashToken } from "./caller_tokens.ts";

/** Crockford's base 32: no I, L, O and U, which are misread. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SHORTEST = 8;

/** A new code of 80 random bits: `7K2M-Q9XD-03RT-VB5N`. */
export function mintSetupCode(randomBytes: RandomBytes): Secret {
  const letters = Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join("");
  return new Secret(letters.replace(/(.{4})(?=.)/g, "$1-"));
}

/** Checks the code. Hyphens, blanks and case do not count. */
export class SetupCode {
  #expected: Uint8Array<ArrayBuffer> | null;
  readonly #limiter: AttemptLimiter;

  /** Throws `config_invalid` for a code of fewer than 8 characters. */
  constructor(code: Secret, clock: Clock) {
    const plain = normalize(code.reveal());
    if (plain.length < SHORTEST) {
      throw new FlowError(
        "config_invalid",
        `Cannot use the set-up code: it needs at least ${SHORTEST} letters and digits, it has ` +
          `${plain.length}. Set a longer FLOWGATE_SETUP_CODE, or none to have one made.`,
      );
    }
    this.#expected = hashToken(plain);
    this.#limiter = new AttemptLimiter("set-up codes", clock);
  }

  /** Throws `wrong_password` for another code or one that was used, `too_many_attempts` for many. */
  assert(presented: string): void {
    this.#limiter.assertOpen();
    const digest = hashToken(normalize(presented));
    if (this.#expected !== null && timingSafeEqual(digest, this.#expected)) {
      this.#limiter.recordRight();
      return;
    }
    this.#limiter.recordWrong();
    throw new FlowError(
      "wrong_password",
      "Setting the master password takes the set-up code as setup_code: the one that the gateway " +
        "printed when it started, or FLOWGATE_SETUP_CODE.",
    );
  }

  /** The code has done its work: from now on none is right. */
  use(): void {
    this.#expected = null;
  }
}

const normalize = (code: string): string => code.replace(/[-\s]/g, "").toUpperCase();
