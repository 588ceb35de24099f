/**
 * Taking over the lists of models that providers publish.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError, toFlowError } from "../domain/errors.ts";
import {
  listProviderModels,
  markMissingModels,
  saveProviderModels,
} from "../store/provider_models.ts";
import type { CatalogParts } from "./model_catalog.ts";
import { askForModels, type ModelListAnswer } from "./model_list.ts";
import { type AccessParts, type AccessPlan, planAll, planOne } from "./provider_access.ts";

/** What one provider's list brought. */
export interface SyncedProvider {
  readonly provider: string;
  /** Models in the provider's list. */
  readonly listed: number;
  /** Those that were not known before. */
  readonly added: readonly string[];
  /** Those that the list no longer names; they are marked, not deleted. */
  readonly vanished: readonly string[];
  /** Every name in the list. */
  readonly models: readonly string[];
  /** Why nothing came of it; null when it did. */
  readonly problem: FlowError | null;
}

/**
 * What `syncModels` is going to ask: one plan for each provider.
 *
 * @param provider null: all that have an enabled key or stand in the configuration
 * @throws FlowError as `planOne` does
 */
export async function planSync(
  parts: AccessParts,
  provider: string | null,
): Promise<readonly AccessPlan[]> {
  if (provider !== null) return [await planOne(parts, provider)];
  const plans = await planAll(parts);
  return plans.filter((plan, at) =>
    plans.findIndex((other) => other.provider === plan.provider) === at
  );
}

/**
 * Takes over the lists of providers. Known models keep whether they are enabled; models that are no
 * longer listed are marked as missing. A provider that fails does not keep the others from being asked.
 *
 * @param enableNew whether new models are enabled
 */
export async function syncModels(
  parts: CatalogParts,
  actor: Actor,
  plans: readonly AccessPlan[],
  enableNew: boolean,
): Promise<SyncedProvider[]> {
  const results = await Promise.all(plans.map(async (plan) => {
    try {
      return await syncOne(parts, actor, plan, enableNew);
    } catch (error) {
      const problem = toFlowError(error);
      if (problem.code === "internal") throw error;
      return { provider: plan.provider, listed: 0, added: [], vanished: [], models: [], problem };
    }
  }));
  await parts.applyChanges();
  return results;
}

async function syncOne(
  { db, clock, newId, call, audit }: CatalogParts,
  actor: Actor,
  plan: AccessPlan,
  enableNew: boolean,
): Promise<SyncedProvider> {
  const { provider } = plan;
  const { models, isWhole } = listOf(plan, await askForModels(call, await plan.open()));
  const known = await listProviderModels(db, { provider });
  const names = new Set(known.map(({ modelId }) => modelId));
  const added = models.map(({ modelId }) => modelId).filter((name) => !names.has(name));
  const syncedAtMs = clock.now();
  const vanished = await db.transaction().execute(async (transaction) => {
    await saveProviderModels(
      transaction,
      models.map(({ created, displayName, ...model }) => ({
        ...model,
        id: newId(),
        provider,
        displayName: displayName ?? model.modelId,
        rawCreated: created,
        enabled: enableNew,
        syncedAtMs,
        isManual: false,
        missingSinceMs: null,
      })),
    );
    // An empty list, or a part of one, says nothing about what is not in it.
    const gone = isWhole && models.length > 0
      ? await markMissingModels(transaction, provider, syncedAtMs)
      : [];
    const after = { listed: models.length, added: added.length, vanished: gone.length };
    await audit.record({ actor, action: "model.sync", target: provider, after }, transaction);
    return gone;
  });
  return {
    provider,
    listed: models.length,
    added,
    vanished,
    models: models.map(({ modelId }) => modelId),
    problem: null,
  };
}

function listOf(
  plan: AccessPlan,
  answer: ModelListAnswer,
): Extract<ModelListAnswer, { kind: "listed" }> {
  switch (answer.kind) {
    case "listed":
      return answer;
    case "unauthorized":
      throw new FlowError(
        "upstream_error",
        `${answer.why} Is the key '${plan.keyLabel ?? "none"}' right? See: flow-router keys list`,
      );
    case "no_list":
      throw new FlowError(
        "upstream_error",
        `${answer.why} It lists no models; add them by hand: flow-router models add ` +
          `${plan.provider}/MODEL`,
      );
    case "failed":
      throw new FlowError("upstream_invalid_response", answer.why);
    case "unreachable":
      throw new FlowError("upstream_unreachable", answer.why);
  }
}
