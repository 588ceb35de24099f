/**
 * The catalog of models: show, switch, rename, add by hand, remove.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { CallJson } from "../http/json_call.ts";
import {
  deleteProviderModel,
  getProviderModel,
  insertProviderModel,
  listProviderModels,
  type ProviderModelUpdate,
  setModelsEnabled,
  type StoredProviderModel,
  updateProviderModel,
} from "../store/provider_models.ts";
import type { ChangeParts } from "./change_parts.ts";
import { modelMatcher } from "./model_pattern.ts";
import type { AdminParts } from "./parts.ts";
import { type AccessParts, planOne } from "./provider_access.ts";
import { namedProvider } from "./provider_name.ts";

/** What the use cases work on. */
export interface CatalogParts extends AccessParts, ChangeParts, Pick<AdminParts, "newId"> {
  readonly db: AdminParts["db"];
  readonly call: CallJson;
}

const LONGEST_NAME = 256;
/** SQLite takes 32,766 parameters in one statement. */
const IDS_AT_ONCE = 1000;
/** Names that an entry of the audit log repeats. */
const NAMES_TOLD = 50;

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

/** The model of an id. @throws FlowError `not_found` */
export async function storedModel(
  db: AdminParts["db"],
  id: string,
): Promise<StoredProviderModel> {
  const model = await getProviderModel(db, id);
  if (model === null) throw new FlowError("not_found", "There is no model with this id.");
  return model;
}

/** Which models are meant: by id, or by patterns as `modelMatcher` takes them. */
export interface ModelChoice {
  readonly ids?: readonly string[];
  readonly patterns?: readonly string[];
}

/**
 * Switches all models that are meant.
 *
 * @returns the models that are meant, as they are now
 * @throws FlowError `not_found` naming ids and patterns that mean no model; nothing is changed then
 */
export async function switchModels(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  choice: ModelChoice,
  enabled: boolean,
): Promise<StoredProviderModel[]> {
  const meant = chosen(await listProviderModels(db), choice);
  const changed = meant.filter((model) => model.enabled !== enabled);
  await db.transaction().execute(async (transaction) => {
    const ids = changed.map(({ id }) => id);
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      await setModelsEnabled(transaction, ids.slice(at, at + IDS_AT_ONCE), enabled);
    }
    const names = changed.map(({ provider, modelId }) => `${provider}/${modelId}`);
    const after = { enabled, count: names.length, models: names.slice(0, NAMES_TOLD) };
    await audit.record({ actor, action: "model.switch", after }, transaction);
  });
  await applyChanges();
  return meant.map((model) => ({ ...model, enabled }));
}

function chosen(
  models: readonly StoredProviderModel[],
  { ids = [], patterns = [] }: ModelChoice,
): StoredProviderModel[] {
  const byId = new Map(models.map((model) => [model.id, model]));
  const idle = ids.filter((id) => !byId.has(id));
  const meant = new Set(ids.flatMap((id) => byId.get(id) ?? []));
  for (const pattern of patterns) {
    const found = models.filter(modelMatcher(pattern));
    if (found.length === 0) idle.push(pattern);
    for (const model of found) meant.add(model);
  }
  if (idle.length === 0) return [...meant];
  throw new FlowError(
    "not_found",
    `No model of the catalog is meant by ${idle.map((one) => `'${one}'`).join(", ")}. See them ` +
      "with: flow-router models list - or fetch them with: flow-router models sync",
  );
}

/**
 * Renames or switches one model. A blank display name takes it away.
 *
 * @throws FlowError `not_found`, or `invalid_request` for an overlong name
 */
export async function changeModel(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  id: string,
  { displayName, enabled }: { readonly displayName?: string; readonly enabled?: boolean },
): Promise<StoredProviderModel> {
  const model = await storedModel(db, id);
  const change: ProviderModelUpdate = {
    ...(displayName === undefined ? {} : { displayName: checkDisplayName(displayName) }),
    ...(enabled === undefined ? {} : { enabled }),
  };
  const after = { ...model, ...change };
  await db.transaction().execute(async (transaction) => {
    await updateProviderModel(transaction, id, change);
    const [was, is] = [told(model), told(after)];
    await audit.record(
      { actor, action: "model.update", target: id, before: was, after: is },
      transaction,
    );
  });
  await applyChanges();
  return after;
}

/**
 * Adds a model by hand.
 *
 * @param input `modelId` may carry the provider's prefix, which is taken off
 * @throws FlowError `invalid_request` for a blank or overlong name, `provider_not_configured` for a
 *   provider that cannot be called, `already_exists` for a model that the catalog has
 */
export async function addModel(
  parts: Omit<CatalogParts, "call">,
  actor: Actor,
  input: {
    readonly provider: string;
    readonly modelId: string;
    readonly displayName: string | null;
    readonly enabled: boolean;
  },
): Promise<StoredProviderModel> {
  const modelId = checkModelId(input.provider, input.modelId);
  const { provider } = await planOne(parts, input.provider);
  const model: StoredProviderModel = {
    id: parts.newId(),
    provider,
    modelId,
    displayName: checkDisplayName(input.displayName ?? "") ?? modelId,
    ownedBy: null,
    rawCreated: null,
    enabled: input.enabled,
    syncedAtMs: parts.clock.now(),
    isManual: true,
    missingSinceMs: null,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: null,
  };
  await parts.db.transaction().execute(async (transaction) => {
    await insertProviderModel(transaction, model);
    const change = { actor, action: "model.create", target: model.id, after: told(model) };
    await parts.audit.record(change, transaction);
  });
  await parts.applyChanges();
  return model;
}

/**
 * Removes a model that was added by hand, or that its provider no longer lists.
 *
 * @throws FlowError `not_found`, or `invalid_request` for one that the next list would bring back
 */
export async function removeModel(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  id: string,
): Promise<StoredProviderModel> {
  const model = await storedModel(db, id);
  if (!model.isManual && model.missingSinceMs === null) {
    throw new FlowError(
      "invalid_request",
      `Cannot remove ${model.provider}/${model.modelId}: its provider lists it, so the next sync ` +
        "would bring it back. Disable it instead.",
    );
  }
  await db.transaction().execute(async (transaction) => {
    await deleteProviderModel(transaction, id);
    const change = { actor, action: "model.delete", target: id, before: told(model) };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return model;
}

/** What the audit log says of a model. */
function told({ provider, modelId, displayName, enabled }: StoredProviderModel) {
  return { provider, model_id: modelId, display_name: displayName, enabled };
}

function checkModelId(provider: string, text: string): string {
  const prefix = `${provider.trim()}/`.toLowerCase();
  const given = text.trim();
  const modelId = given.toLowerCase().startsWith(prefix) ? given.slice(prefix.length) : given;
  if (modelId !== "" && modelId.length <= LONGEST_NAME && !/[\s\p{Cc}]/u.test(modelId)) {
    return modelId;
  }
  throw new FlowError(
    "invalid_request",
    `Cannot add the model ${JSON.stringify(given.slice(0, LONGEST_NAME))}: a name has 1 to ` +
      `${LONGEST_NAME} characters and no blanks.`,
    { param: "model" },
  );
}

function checkDisplayName(text: string): string | null {
  const name = text.trim();
  if (name.length <= LONGEST_NAME && !/\p{Cc}/u.test(name)) return name === "" ? null : name;
  throw new FlowError(
    "invalid_request",
    `Cannot use this display name: it has at most ${LONGEST_NAME} characters and no control ` +
      "characters.",
    { param: "display_name" },
  );
}
