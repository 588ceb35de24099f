/**
 * The catalog: which models the providers say they offer.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import { isUniqueViolation } from "./sqlite_error.ts";
import type { ProviderModelRow, Tables } from "./tables.ts";

/** A model of a provider. */
export interface StoredProviderModel {
  readonly id: string;
  readonly provider: string;
  /** The provider's own name for it. */
  readonly modelId: string;
  readonly displayName: string | null;
  readonly ownedBy: string | null;
  /** The provider's `created`, Unix seconds. */
  readonly rawCreated: number | null;
  readonly enabled: boolean;
  readonly syncedAtMs: number;
  /** Added by hand, not by a provider's list. */
  readonly isManual: boolean;
  /** Since when the provider's list lacks it; null: it does not, or was never listed. */
  readonly missingSinceMs: number | null;
  /** Tokens, as the provider's list says; null: it does not say. */
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** `vision`, `tools` … as the provider's list says; null: it does not say. */
  readonly capabilities: readonly string[] | null;
}

/** What of a model people may change. */
export interface ProviderModelUpdate {
  readonly displayName?: string | null;
  readonly enabled?: boolean;
}

/** Rows in one statement: SQLite takes 32,766 parameters. */
const ROWS_PER_INSERT = 500;

/** Models by provider and name. */
export async function listProviderModels(
  db: Kysely<Tables>,
  filter: { readonly provider?: string; readonly enabled?: boolean } = {},
): Promise<StoredProviderModel[]> {
  let query = db.selectFrom("provider_models").selectAll();
  if (filter.provider !== undefined) query = query.where("provider", "=", filter.provider);
  if (filter.enabled !== undefined) query = query.where("enabled", "=", filter.enabled ? 1 : 0);
  const rows = await query.orderBy("provider").orderBy("model_id").execute();
  return rows.map(fromRow);
}

/** One model; null when there is none with this id. */
export async function getProviderModel(
  db: Kysely<Tables>,
  id: string,
): Promise<StoredProviderModel | null> {
  const row = await db.selectFrom("provider_models").selectAll().where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/**
 * Takes over what a provider listed: new models are added, known ones keep their id, display name
 * and `enabled`, and are no longer missing. Models that the list lacks stay as they are.
 */
export async function saveProviderModels(
  db: Kysely<Tables>,
  models: readonly StoredProviderModel[],
): Promise<void> {
  for (let start = 0; start < models.length; start += ROWS_PER_INSERT) {
    await db.insertInto("provider_models")
      .values(models.slice(start, start + ROWS_PER_INSERT).map(toRow))
      .onConflict((conflict) =>
        conflict.columns(["provider", "model_id"]).doUpdateSet((set) => ({
          owned_by: set.ref("excluded.owned_by"),
          raw_created: set.ref("excluded.raw_created"),
          synced_at_ms: set.ref("excluded.synced_at_ms"),
          missing_since_ms: null,
          context_window: set.ref("excluded.context_window"),
          max_output_tokens: set.ref("excluded.max_output_tokens"),
          capabilities: set.ref("excluded.capabilities"),
        }))
      )
      .execute();
  }
}

/**
 * Marks the models of a provider that no list of this moment named, if they are not marked already;
 * those that were added by hand never. Tells which are newly missing.
 */
export async function markMissingModels(
  db: Kysely<Tables>,
  provider: string,
  syncedAtMs: number,
): Promise<string[]> {
  const rows = await db.updateTable("provider_models").set({ missing_since_ms: syncedAtMs })
    .where("provider", "=", provider).where("is_manual", "=", 0)
    .where("missing_since_ms", "is", null).where("synced_at_ms", "<", syncedAtMs)
    .returning("model_id").execute();
  return rows.map((row) => row.model_id).sort();
}

/** Changes a model; false when there is none. */
export async function updateProviderModel(
  db: Kysely<Tables>,
  id: string,
  { displayName, enabled }: ProviderModelUpdate,
): Promise<boolean> {
  const change = {
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 as const : 0 as const }),
  };
  if (Object.keys(change).length === 0) return await getProviderModel(db, id) !== null;
  const result = await db.updateTable("provider_models").set(change).where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows > 0n;
}

/** Removes one model; false when there was none. */
export async function deleteProviderModel(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom("provider_models").where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

/** Adds one model. @throws FlowError `already_exists` when the provider has one of this name */
export async function insertProviderModel(
  db: Kysely<Tables>,
  model: StoredProviderModel,
): Promise<void> {
  try {
    await db.insertInto("provider_models").values(toRow(model)).execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new FlowError(
      "already_exists",
      `Cannot add the model ${model.provider}/${model.modelId}: the catalog has it already.`,
      { cause: error },
    );
  }
}

/** Switches models on or off; tells how many there were. */
export async function setModelsEnabled(
  db: Kysely<Tables>,
  ids: readonly string[],
  enabled: boolean,
): Promise<number> {
  if (ids.length === 0) return 0;
  const result = await db.updateTable("provider_models").set({ enabled: enabled ? 1 : 0 })
    .where("id", "in", ids).executeTakeFirstOrThrow();
  return Number(result.numUpdatedRows);
}

/** Removes what is known of a provider's models; tells how many there were. */
export async function deleteProviderModels(db: Kysely<Tables>, provider: string): Promise<number> {
  const result = await db.deleteFrom("provider_models").where("provider", "=", provider)
    .executeTakeFirstOrThrow();
  return Number(result.numDeletedRows);
}

function toRow(model: StoredProviderModel): ProviderModelRow {
  return {
    id: model.id,
    provider: model.provider,
    model_id: model.modelId,
    display_name: model.displayName,
    owned_by: model.ownedBy,
    raw_created: model.rawCreated,
    enabled: model.enabled ? 1 : 0,
    synced_at_ms: model.syncedAtMs,
    is_manual: model.isManual ? 1 : 0,
    missing_since_ms: model.missingSinceMs,
    context_window: model.contextWindow,
    max_output_tokens: model.maxOutputTokens,
    capabilities: model.capabilities === null ? null : JSON.stringify(model.capabilities),
  };
}

function fromRow(row: ProviderModelRow): StoredProviderModel {
  return {
    id: row.id,
    provider: row.provider,
    modelId: row.model_id,
    displayName: row.display_name,
    ownedBy: row.owned_by,
    rawCreated: row.raw_created,
    enabled: row.enabled === 1,
    syncedAtMs: row.synced_at_ms,
    isManual: row.is_manual === 1,
    missingSinceMs: row.missing_since_ms,
    contextWindow: row.context_window,
    maxOutputTokens: row.max_output_tokens,
    capabilities: row.capabilities === null ? null : JSON.parse(row.capabilities) as string[],
  };
}
