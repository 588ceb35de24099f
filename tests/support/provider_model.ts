/** Models of the catalog for tests. */
import type { StoredProviderModel } from "../../lib/store/provider_models.ts";

/** A model of OpenAI that a list named, with what a test wants to be different. */
export function providerModel(
  id: string,
  change: Partial<StoredProviderModel> = {},
): StoredProviderModel {
  return {
    id,
    provider: "openai",
    modelId: `model-${id}`,
    displayName: null,
    ownedBy: null,
    rawCreated: null,
    enabled: true,
    syncedAtMs: 1,
    isManual: false,
    missingSinceMs: null,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: null,
    ...change,
  };
}
