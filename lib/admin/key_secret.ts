/**
 * The secret of a provider key: what it may look like, and what of it may be seen.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { Secret } from "../domain/secret.ts";

const LONGEST = 16_384;
/** So short that showing a part would show too much. */
const HIDDEN_WHOLE = 8;

/**
 * The secret without surrounding white space, as it goes into a header.
 *
 * @throws FlowError `invalid_request` when nothing is left, or it holds what no header may
 */
export function cleanSecret(secret: Secret): Secret {
  const text = secret.reveal().trim();
  const fault = text === ""
    ? "it is empty"
    : text.length > LONGEST
    ? `it is longer than ${LONGEST} characters`
    : /\s/.test(text)
    ? "there is white space in its midst. Is it really one key, wholly copied?"
    : /[^\x21-\x7e]/.test(text)
    ? "it holds characters that no key has (control characters or non-ASCII letters)"
    : null;
  if (fault === null) return new Secret(text);
  throw new FlowError("invalid_request", `Cannot store the provider key: ${fault}.`, {
    param: "api_key",
  });
}

/** First three and last four characters; both empty for a secret too short to show any. */
export interface SecretEnds {
  readonly keyPrefix: string;
  readonly keySuffix: string;
}

/** The characters of a secret that may be seen. */
export function secretEnds(secret: Secret | null): SecretEnds {
  const text = secret?.reveal() ?? "";
  if (text.length <= HIDDEN_WHOLE) return { keyPrefix: "", keySuffix: "" };
  return { keyPrefix: text.slice(0, 3), keySuffix: text.slice(-4) };
}

/** `sk-...wxyz`, or `****` for a short one. */
export function maskedSecret({ keyPrefix, keySuffix }: SecretEnds): string {
  return keyPrefix === "" ? "****" : `${keyPrefix}...${keySuffix}`;
}
