/**
 * What a master password must be like.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { Secret } from "../domain/secret.ts";

export const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 1024;

/** Throws `invalid_request` for a master password that is too short or absurdly long. */
export function assertPassword(password: Secret): void {
  const length = [...password.reveal().normalize("NFC")].length;
  if (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD) return;
  throw new FlowError(
    "invalid_request",
    `Cannot use this master password: it needs ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} ` +
      `characters, it has ${length}. A sentence is easy to remember.`,
  );
}
