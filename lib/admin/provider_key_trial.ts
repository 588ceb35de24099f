/**
 * Whether a provider takes a key: asked for its models, which costs nothing.
 *
 * @module
 */
import type { Clock } from "../domain/ports.ts";
import type { CallJson } from "../http/json_call.ts";
import { askForModels, type ModelListAnswer, type ProviderAccess } from "./model_list.ts";
import { planOfKey } from "./provider_access.ts";
import { storedKey } from "./provider_key_view.ts";
import type { AdminParts } from "./parts.ts";
import type { ConfiguredProviders } from "./provider_name.ts";

/** What a trial works with. */
export interface TrialParts extends Pick<AdminParts, "db" | "vault" | "clock"> {
  readonly configured: ConfiguredProviders;
  readonly call: CallJson;
}

/** What came of it. */
export interface KeyTrial {
  readonly ok: boolean;
  readonly latencyMs: number;
  /** For people. */
  readonly message: string;
  /** How many models it lists; null when it lists none. */
  readonly models: number | null;
}

/**
 * Tries a stored key, also one that is switched off.
 *
 * @throws FlowError `not_found`, `vault_locked`, `vault_corrupt`, `provider_not_configured`
 */
export async function tryProviderKey(parts: TrialParts, id: string): Promise<KeyTrial> {
  const key = await storedKey(parts.db, id);
  return await tryAccess(parts, await planOfKey(parts, key).open());
}

/** Tries an access. Does not reject for anything that the provider may do. */
export async function tryAccess(
  { call, clock }: { readonly call: CallJson; readonly clock: Clock },
  access: ProviderAccess,
): Promise<KeyTrial> {
  const beganMs = clock.monotonic();
  const answer = await askForModels(call, access);
  return { ...judged(answer, access), latencyMs: Math.round(clock.monotonic() - beganMs) };
}

function judged(
  answer: ModelListAnswer,
  { provider }: ProviderAccess,
): Omit<KeyTrial, "latencyMs"> {
  switch (answer.kind) {
    case "listed": {
      const { length } = answer.models;
      const message = `${provider.name} answers and lists ${length} models.`;
      return { ok: true, message, models: length };
    }
    case "no_list":
      return {
        ok: true,
        message: `${provider.name} answers, but lists no models, so that the key was not tried.`,
        models: null,
      };
    case "unauthorized":
      return { ok: false, message: `The key is refused: ${answer.why}`, models: null };
    case "failed":
    case "unreachable":
      return { ok: false, message: answer.why, models: null };
  }
}
