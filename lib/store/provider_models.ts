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

/**
 * Takes over what a provider listed, all or nothing: new models are added, known ones keep their
 * id, display name and `enabled`. Models that the list lacks stay, since lists may be partial;
 * their `syncedAtMs` tells.
 */
export async function saveProviderModels(
  db: Kysely<Tables>,
  models: readonly StoredProviderModel[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (let start = 0; start < models.length; start += ROWS_PER_INSERT) {
      await transaction.insertInto("provider_models")
        .values(models.slice(start, start + ROWS_PER_INSERT).map(toRow))
        .onConflict((conflict) =>
          conflict.columns(["provider", "model_id"]).doUpdateSet((set) => ({
            owned_by: set.ref("excluded.owned_by"),
            raw_created: set.ref("excluded.raw_created"),
            synced_at_ms: set.ref("excluded.synced_at_ms"),
          }))
        )
        .execute();
    }
  });
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
  };
}
