/**
 * A provider key as it may be shown, and the limits of its numbers.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { FormatChoice } from "../providers/provider.ts";
import { getProviderKey, type StoredProviderKey } from "../store/provider_keys.ts";
import type { Tables } from "../store/tables.ts";
import { formatOfKey } from "./key_format.ts";
import { maskedSecret } from "./key_secret.ts";

/** A key as it may be shown. */
export interface ProviderKeyView {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  /** First three and last four characters; null without a key. */
  readonly masked: string | null;
  readonly baseUrl: string | null;
  readonly format: FormatChoice;
  readonly weight: number;
  readonly priority: number;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

const HIGHEST = 1000;

/** What of a stored key may be seen. */
export function providerKeyView(key: StoredProviderKey): ProviderKeyView {
  return {
    id: key.id,
    provider: key.provider,
    label: key.label,
    masked: key.sealedKey === null ? null : maskedSecret(key),
    baseUrl: key.baseUrl,
    format: formatOfKey(key) ?? "auto",
    weight: key.weight,
    priority: key.priority,
    enabled: key.enabled,
    createdAtMs: key.createdAtMs,
    updatedAtMs: key.updatedAtMs,
  };
}

/** The key of an id. @throws FlowError `not_found` */
export async function storedKey(db: Kysely<Tables>, id: string): Promise<StoredProviderKey> {
  const key = await getProviderKey(db, id);
  if (key === null) throw new FlowError("not_found", "There is no provider key with this id.");
  return key;
}

/** A weight, 1 to 1000. @throws FlowError `invalid_request` */
export const checkWeight = (weight: number): number => checkInteger("weight", weight, 1);

/** A priority, 0 to 1000. @throws FlowError `invalid_request` */
export const checkPriority = (priority: number): number => checkInteger("priority", priority, 0);

function checkInteger(what: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= HIGHEST) return value;
  throw new FlowError(
    "invalid_request",
    `Cannot use the ${what} ${value}: it must be an integer from ${least} to ${HIGHEST}.`,
    { param: what },
  );
}
