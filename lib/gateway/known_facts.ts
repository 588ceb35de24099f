/**
 * What is known of what a model can do: from its provider's list, else from published data.
 *
 * @module
 */
import { type ModelFacts, NOTHING_KNOWN } from "../router/fit.ts";
import type { ContextWindows } from "../usage/context_windows.ts";
import type { Directory } from "./directory.ts";
import type { Resolved } from "./resolve.ts";

/** The facts about a model; whatever nobody says is null. */
export function knownFacts(
  { entry: { provider }, upstreamModel }: Resolved,
  directory: Directory,
  windows: ContextWindows,
): ModelFacts {
  const listed = directory.modelsById.get(upstreamModel)
    ?.find((model) => model.provider === provider.id);
  return {
    contextTokens: listed?.contextWindow ??
      windows.of(provider.priceId ?? provider.id, upstreamModel),
    can: canDo(listed?.capabilities ?? []),
  };
}

/**
 * Providers list what a model can do, and many leave much out: what is missing says something only
 * where the list goes into detail, by naming tools or pictures for others.
 */
function canDo(capabilities: readonly string[]): ModelFacts["can"] {
  const has = (name: string): boolean => capabilities.includes(name);
  if (!has("tools") && !has("vision")) return NOTHING_KNOWN.can;
  return {
    ...NOTHING_KNOWN.can,
    tools: has("tools"),
    images: has("vision"),
    audio: has("audio_input"),
  };
}
