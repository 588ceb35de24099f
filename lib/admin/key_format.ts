/**
 * In which format a provider key says that its provider is to be spoken to.
 *
 * @module
 */
import { CHAT_FORMATS, type FormatChoice } from "../providers/provider.ts";
import type { StoredProviderKey } from "../store/provider_keys.ts";

/** Every choice, as users write it. */
export const FORMAT_CHOICES: readonly FormatChoice[] = ["auto", ...CHAT_FORMATS];

/** What a stored key says; null when it says nothing that we know. */
export function formatOfKey({ extraConfig }: StoredProviderKey): FormatChoice | null {
  return FORMAT_CHOICES.find((format) => format === extraConfig?.format) ?? null;
}
