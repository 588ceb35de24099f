/**
 * In which format a provider key says that its provider is to be spoken to.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { CHAT_FORMATS, type FormatChoice } from "../providers/provider.ts";
import type { StoredProviderKey } from "../store/provider_keys.ts";

/** Every choice, as users write it. */
export const FORMAT_CHOICES: readonly FormatChoice[] = ["auto", ...CHAT_FORMATS];

/** The choice that a word means. @throws FlowError `invalid_request` for any other word */
export function checkFormat(word: string): FormatChoice {
  const choice = FORMAT_CHOICES.find((format) => format === word.trim().toLowerCase());
  if (choice !== undefined) return choice;
  throw new FlowError(
    "invalid_request",
    `Cannot use the format ${JSON.stringify(word)}: it must be one of ${
      FORMAT_CHOICES.join(", ")
    }.`,
    { param: "format" },
  );
}

/** What a stored key says; null when it says nothing that we know. */
export function formatOfKey({ extraConfig }: StoredProviderKey): FormatChoice | null {
  return FORMAT_CHOICES.find((format) => format === extraConfig?.format) ?? null;
}
