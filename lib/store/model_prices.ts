/**
 * Prices of one's own for models.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import { isUniqueViolation } from "./sqlite_error.ts";
import type { ModelPriceRow, Tables } from "./tables.ts";

/** Prices of one model for a time. */
export interface StoredModelPrice {
  readonly id: string;
  readonly provider: string;
  /** The provider's own name for the model. */
  readonly modelId: string;
  readonly validFromMs: number;
  /** Null: without an end. */
  readonly validUntilMs: number | null;
  /** US dollars by unit: `input_mtok` is a million tokens of input. */
  readonly prices: Readonly<Record<string, number>>;
  readonly note: string | null;
  readonly createdAtMs: number;
}

/** All prices, by provider, model and time. */
export async function listModelPrices(db: Kysely<Tables>): Promise<StoredModelPrice[]> {
  const rows = await db.selectFrom("model_prices").selectAll()
    .orderBy("provider").orderBy("model_id").orderBy("valid_from_ms").execute();
  return rows.map(fromRow);
}

/** One; null when there is none with this id. */
export async function getModelPrice(
  db: Kysely<Tables>,
  id: string,
): Promise<StoredModelPrice | null> {
  const row = await db.selectFrom("model_prices").selectAll().where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Adds prices. @throws FlowError `already_exists` when others of the model begin at that moment */
export async function insertModelPrice(
  db: Kysely<Tables>,
  price: StoredModelPrice,
): Promise<void> {
  try {
    await db.insertInto("model_prices").values({
      id: price.id,
      provider: price.provider,
      model_id: price.modelId,
      valid_from_ms: price.validFromMs,
      valid_until_ms: price.validUntilMs,
      prices: JSON.stringify(price.prices),
      note: price.note,
      created_at_ms: price.createdAtMs,
    }).execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new FlowError(
      "already_exists",
      `Cannot add the price: ${price.provider}/${price.modelId} has one that begins at the same ` +
        "moment. Remove that one, or begin later.",
      { cause: error },
    );
  }
}

/** Removes prices; false when there were none. */
export async function deleteModelPrice(db: Kysely<Tables>, id: string): Promise<boolean> {
  const result = await db.deleteFrom("model_prices").where("id", "=", id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

function fromRow(row: ModelPriceRow): StoredModelPrice {
  return {
    id: row.id,
    provider: row.provider,
    modelId: row.model_id,
    validFromMs: row.valid_from_ms,
    validUntilMs: row.valid_until_ms,
    prices: JSON.parse(row.prices) as Record<string, number>,
    note: row.note,
    createdAtMs: row.created_at_ms,
  };
}
