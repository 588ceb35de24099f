/**
 * Prices of one's own for models. They go before published ones.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import {
  deleteModelPrice,
  getModelPrice,
  insertModelPrice,
  listModelPrices,
  type StoredModelPrice,
} from "../store/model_prices.ts";
import { PRICE_UNITS, type PriceUnit } from "../usage/own_model_prices.ts";
import type { ChangeParts } from "./change_parts.ts";
import { checkLabel } from "./label.ts";
import type { AdminParts } from "./parts.ts";
import { type ConfiguredProviders, namedProvider } from "./provider_name.ts";

/** Prices to add. */
export interface NewModelPrice {
  /** As callers name it: `provider/model`. */
  readonly model: string;
  /** US dollars; at least one. */
  readonly prices: Readonly<Partial<Record<PriceUnit, number>>>;
  /** Ms since 1970; null: from now on. */
  readonly validFromMs: number | null;
  /** Exclusive; null: without an end. */
  readonly validUntilMs: number | null;
  readonly note: string | null;
}

/** A thousand dollars for one token: nobody means that. */
const HIGHEST_USD = 1_000_000_000;

/** All, by model and time. */
export async function showModelPrices(
  { db }: Pick<ChangeParts, "db">,
): Promise<StoredModelPrice[]> {
  return await listModelPrices(db);
}

/**
 * Adds prices. They count for requests that begin while they hold; rows that are written already keep
 * their cost.
 *
 * @throws FlowError `invalid_request`, or `already_exists` when others begin at the same moment
 */
export async function addModelPrice(
  { db, clock, newId, audit, applyChanges, configured }:
    & ChangeParts
    & Pick<AdminParts, "newId">
    & { readonly configured: ConfiguredProviders },
  actor: Actor,
  input: NewModelPrice,
): Promise<StoredModelPrice> {
  const nowMs = clock.now();
  const { provider, modelId } = modelNamed(input.model, configured);
  const validFromMs = input.validFromMs ?? nowMs;
  if (input.validUntilMs !== null && input.validUntilMs <= validFromMs) {
    throw refused("it would end before it begins", "valid_until");
  }
  const price: StoredModelPrice = {
    id: newId(),
    provider,
    modelId,
    validFromMs,
    validUntilMs: input.validUntilMs,
    prices: checkPrices(input.prices),
    note: input.note === null || input.note.trim() === "" ? null : checkLabel(input.note, "note"),
    createdAtMs: nowMs,
  };
  await db.transaction().execute(async (transaction) => {
    await insertModelPrice(transaction, price);
    const change = { actor, action: "model_price.create", target: price.id, after: price };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return price;
}

/** Removes prices. @throws FlowError `not_found` */
export async function removeModelPrice(
  { db, audit, applyChanges }: ChangeParts,
  actor: Actor,
  id: string,
): Promise<StoredModelPrice> {
  const price = await getModelPrice(db, id);
  if (price === null) throw new FlowError("not_found", "There is no price with this id.");
  await db.transaction().execute(async (transaction) => {
    await deleteModelPrice(transaction, id);
    const change = { actor, action: "model_price.delete", target: id, before: price };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return price;
}

function modelNamed(model: string, configured: ConfiguredProviders) {
  const slash = model.indexOf("/");
  const modelId = model.slice(slash + 1).trim();
  if (slash < 1 || modelId === "" || model.length > 300 || /[\s\p{Cc}]/u.test(modelId)) {
    throw refused("name the model with its provider, as in 'openai/gpt-4o'", "model");
  }
  return { provider: namedProvider(model.slice(0, slash), configured).provider.id, modelId };
}

function checkPrices(prices: NewModelPrice["prices"]): Readonly<Record<string, number>> {
  const entries = Object.entries(prices).filter(([, usd]) => usd !== undefined);
  if (entries.length === 0) throw refused("it names no price", "prices");
  const units: readonly string[] = PRICE_UNITS;
  for (const [unit, usd] of entries) {
    if (!units.includes(unit)) {
      throw refused(`'${unit.slice(0, 60)}' is none of ${units.join(", ")}`, "prices");
    }
    if (!Number.isFinite(usd) || usd < 0 || usd > HIGHEST_USD) {
      throw refused(`${unit} must be from 0 to ${HIGHEST_USD} US dollars`, "prices");
    }
  }
  return Object.fromEntries(entries);
}

function refused(why: string, param: string): FlowError {
  return new FlowError("invalid_request", `Cannot add this price: ${why}.`, { param });
}
