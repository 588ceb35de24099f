/**
 * Whether callers may ask for any model or for enabled ones only.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { getSetting, setSetting } from "../store/settings.ts";
import type { ChangeParts } from "./change_parts.ts";

/** The settings key under which the switch is stored: `true` or `false`. */
export const STRICT_MODELS_SETTING = "strict_models";

/** What holds for the catalog as a whole. */
export interface CatalogSettings {
  /** Only enabled models may be asked for; all others are a 404. */
  readonly strict: boolean;
}

/** The settings as they are. */
export async function showCatalogSettings(
  { db }: Pick<ChangeParts, "db">,
): Promise<CatalogSettings> {
  return { strict: await getSetting(db, STRICT_MODELS_SETTING) === true };
}

/** Sets them. */
export async function changeCatalogSettings(
  parts: ChangeParts,
  actor: Actor,
  after: CatalogSettings,
): Promise<CatalogSettings> {
  const { db, clock, audit, applyChanges } = parts;
  const before = await showCatalogSettings(parts);
  await db.transaction().execute(async (transaction) => {
    await setSetting(transaction, STRICT_MODELS_SETTING, after.strict, clock.now());
    const change = { actor, action: "catalog_settings.update", before, after };
    await audit.record(change, transaction);
  });
  await applyChanges();
  return after;
}
