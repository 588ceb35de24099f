/**
 * The catalog of models: show, take over from providers, switch, add by hand.
 *
 * @module
 */
import { FlowError, toFlowError } from "../domain/errors.ts";
import type { Clock, NewId } from "../domain/ports.ts";
import type { CallJson } from "../http/json_call.ts";
import {
  insertProviderModel,
  listProviderModels,
  saveProviderModels,
  setModelsEnabled,
  type StoredProviderModel,
} from "../store/provider_models.ts";
import { askForModels, type ModelListAnswer } from "./model_list.ts";
import { modelMatcher } from "./model_pattern.ts";
import { type AccessParts, type AccessPlan, planAll, planOne } from "./provider_access.ts";
import { namedProvider } from "./provider_name.ts";

/** What the use cases work on. */
export interface CatalogParts extends AccessParts {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly call: CallJson;
}

/** What one provider's list brought. */
export interface SyncedProvider {
  readonly provider: string;
  /** Models in the provider's list. */
  readonly listed: number;
  /** Those that were not known before. */
  readonly added: readonly string[];
  /** Why nothing came of it; null when it did. */
  readonly problem: FlowError | null;
}

const LONGEST_NAME = 256;
/** SQLite takes 32,766 parameters in one statement. */
const IDS_AT_ONCE = 1000;

/** Models by provider and name. `provider` may be an alias. */
export async function showModels(
  { db, configured }: Pick<CatalogParts, "db" | "configured">,
  filter: { readonly provider?: string; readonly enabled?: boolean } = {},
): Promise<StoredProviderModel[]> {
  const { provider, ...rest } = filter;
  if (provider === undefined) return await listProviderModels(db, rest);
  const { id } = namedProvider(provider, configured).provider;
  return await listProviderModels(db, { ...rest, provider: id });
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
 * longer listed stay. A provider that fails does not keep the others from being asked.
 *
 * @param enableNew whether new models are enabled
 */
export function syncModels(
  parts: CatalogParts,
  plans: readonly AccessPlan[],
  enableNew: boolean,
): Promise<SyncedProvider[]> {
  return Promise.all(plans.map(async (plan) => {
    try {
      return await syncOne(parts, plan, enableNew);
    } catch (error) {
      const problem = toFlowError(error);
      if (problem.code === "internal") throw error;
      return { provider: plan.provider, listed: 0, added: [], problem };
    }
  }));
}

async function syncOne(
  { db, clock, newId, call }: CatalogParts,
  plan: AccessPlan,
  enableNew: boolean,
): Promise<SyncedProvider> {
  const models = listedModels(plan, await askForModels(call, await plan.open()));
  const known = await listProviderModels(db, { provider: plan.provider });
  const names = new Set(known.map(({ modelId }) => modelId));
  const syncedAtMs = clock.now();
  await saveProviderModels(
    db,
    models.map(({ modelId, displayName, ownedBy, created }) => ({
      id: newId(),
      provider: plan.provider,
      modelId,
      displayName: displayName ?? modelId,
      ownedBy,
      rawCreated: created,
      enabled: enableNew,
      syncedAtMs,
    })),
  );
  return {
    provider: plan.provider,
    listed: models.length,
    added: models.map(({ modelId }) => modelId).filter((name) => !names.has(name)),
    problem: null,
  };
}

function listedModels(plan: AccessPlan, answer: ModelListAnswer) {
  switch (answer.kind) {
    case "listed":
      return answer.models;
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

/**
 * Switches all models that any of the patterns means.
 *
 * @param patterns `gpt-4o`, `openai/gpt-*`; see `modelMatcher`
 * @returns the models that are meant, as they are now
 * @throws FlowError `not_found` naming the patterns that mean no model; nothing is changed then
 */
export async function switchModels(
  { db }: Pick<CatalogParts, "db">,
  patterns: readonly string[],
  enabled: boolean,
): Promise<StoredProviderModel[]> {
  const models = await listProviderModels(db);
  const meant = new Set<StoredProviderModel>();
  const idle: string[] = [];
  for (const pattern of patterns) {
    const found = models.filter(modelMatcher(pattern));
    if (found.length === 0) idle.push(pattern);
    for (const model of found) meant.add(model);
  }
  if (idle.length > 0) {
    throw new FlowError(
      "not_found",
      `No model of the catalog is meant by ${idle.map((one) => `'${one}'`).join(", ")}. See them ` +
        "with: flow-router models list - or fetch them with: flow-router models sync",
    );
  }
  const ids = [...meant].filter((model) => model.enabled !== enabled).map(({ id }) => id);
  await db.transaction().execute(async (transaction) => {
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      await setModelsEnabled(transaction, ids.slice(at, at + IDS_AT_ONCE), enabled);
    }
  });
  return [...meant].map((model) => ({ ...model, enabled }));
}

/**
 * Adds a model by hand.
 *
 * @param input `modelId` may carry the provider's prefix, which is taken off
 * @throws FlowError `invalid_request` for a blank or overlong name, `provider_not_configured` for a
 *   provider that cannot be called, `already_exists` for a model that the catalog has
 */
export async function addModel(
  parts: Pick<CatalogParts, keyof AccessParts | "clock" | "newId">,
  input: {
    readonly provider: string;
    readonly modelId: string;
    readonly displayName: string | null;
    readonly enabled: boolean;
  },
): Promise<StoredProviderModel> {
  const prefix = `${input.provider.trim()}/`.toLowerCase();
  const given = input.modelId.trim();
  const modelId = given.toLowerCase().startsWith(prefix) ? given.slice(prefix.length) : given;
  if (modelId === "" || modelId.length > LONGEST_NAME || /[\s\p{Cc}]/u.test(modelId)) {
    throw new FlowError(
      "invalid_request",
      `Cannot add the model ${JSON.stringify(given.slice(0, LONGEST_NAME))}: a name has 1 to ` +
        `${LONGEST_NAME} characters and no blanks.`,
      { param: "model" },
    );
  }
  const { provider } = await planOne(parts, input.provider);
  const displayName = input.displayName?.trim() ?? "";
  const model: StoredProviderModel = {
    id: parts.newId(),
    provider,
    modelId,
    displayName: displayName === "" ? modelId : displayName,
    ownedBy: null,
    rawCreated: null,
    enabled: input.enabled,
    syncedAtMs: parts.clock.now(),
  };
  await insertProviderModel(parts.db, model);
  return model;
}
