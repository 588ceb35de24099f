/**
 * Searches for callers: who may, with whose key, and the row that each leaves.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { presentedToken } from "../auth/presented_token.ts";
import { FlowError, toFlowError } from "../domain/errors.ts";
import type { Clock, Log, NewId } from "../domain/ports.ts";
import type { JsonObject } from "../formats/json/guards.ts";
import type { CallJson } from "../http/json_call.ts";
import { type SearchProvider, TAVILY } from "../providers/search_providers.ts";
import { firstSearchKey, searchSealName } from "../store/search_keys.ts";
import type { Tables } from "../store/tables.ts";
import type { RequestRecorder } from "../usage/recorder.ts";
import type { Vault } from "../vault/vault.ts";
import type { AdmittedCaller } from "./admitted_caller.ts";
import { searchAt } from "./search_call.ts";
import type { SearchRequest } from "./search_request.ts";
import { searchRow, type SearchRun } from "./search_row.ts";

/** What it works with. */
export interface SearchDeskParts {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly call: CallJson;
  readonly recorder: Pick<RequestRecorder, "record">;
  readonly metrics: {
    requestStarted(): void;
    requestFinished(record: ReturnType<typeof searchRow>["record"]): void;
  };
  readonly settings: () => { readonly logPrompts: boolean; readonly logResponses: boolean };
  /** Checks a caller token. Throws. */
  readonly admit: (presented: string | null) => AdmittedCaller | null;
  /** Whether callers need no token, by the operator's own choice. */
  readonly isOpen: () => boolean;
}

/** Runs searches. */
export class SearchDesk {
  constructor(private readonly parts: SearchDeskParts) {}

  /** A search at Tavily; see {@link SearchDesk.search}. */
  tavily(request: SearchRequest): Promise<JsonObject> {
    return this.search(TAVILY, request);
  }

  /**
   * The provider's answer. Throws `invalid_api_key`, `model_not_allowed` for a token that may not use
   * this provider, `vault_locked`, `not_found` without a key, and `upstream_error`.
   */
  async search(provider: SearchProvider, request: SearchRequest): Promise<JsonObject> {
    const { clock, newId, metrics } = this.parts;
    const run: SearchRun = {
      id: newId(),
      provider,
      request,
      startedAtMs: clock.now(),
      beganMs: clock.monotonic(),
      caller: null,
      key: null,
      isSent: false,
    };
    metrics.requestStarted();
    try {
      const answer = await this.#run(run);
      this.#record(run, answer, null);
      return answer;
    } catch (thrown) {
      const error = toFlowError(thrown);
      this.#record(run, null, error);
      throw error;
    }
  }

  async #run(run: SearchRun): Promise<JsonObject> {
    const { provider, request } = run;
    const { db, vault, call } = this.parts;
    run.caller = this.#admit(request);
    const { caller } = run;
    if (caller?.scope?.allowsProvider(provider.id) === false) {
      throw new FlowError(
        "model_not_allowed",
        `The provider '${provider.id}' may not be used with this caller token.`,
      );
    }
    if (vault.state !== "unlocked") {
      throw new FlowError(
        "vault_locked",
        "The vault is locked, so that no search key can be used. Unlock it with: flow-router unlock",
      );
    }
    const stored = await firstSearchKey(db, provider.id);
    if (stored === null) throw noKey(provider);
    run.key = { id: stored.id, label: stored.name };
    const key = await vault.open(searchSealName(stored.id), stored.sealedKey);
    run.isSent = true;
    return await searchAt(call, provider, { url: stored.baseUrl, key, search: request.search });
  }

  /** A token must be shown even where none exists yet, unless the operator has opened the gateway. */
  #admit({ headers, bodyKey }: SearchRequest): AdmittedCaller | null {
    const presented = presentedToken(headers) ?? (bodyKey === "" ? null : bodyKey);
    if (presented === null && !this.parts.isOpen()) {
      throw new FlowError(
        "invalid_api_key",
        "A search needs a caller token: as 'Authorization: Bearer fgt_…', or as the body's api_key.",
        { headers: { "www-authenticate": "Bearer" } },
      );
    }
    return this.parts.admit(presented);
  }

  #record(run: SearchRun, answer: JsonObject | null, error: FlowError | null): void {
    const { recorder, metrics, clock, settings, log } = this.parts;
    if (error?.logLevel === "error") {
      log.error(error.message, { requestId: run.id, code: error.code, cause: error.cause });
    }
    const row = searchRow(run, answer, error, clock.monotonic(), settings());
    recorder.record(row);
    metrics.requestFinished(row.record);
  }
}

function noKey({ id, name, keysUrl }: SearchProvider): FlowError {
  return new FlowError(
    "not_found",
    `There is no enabled key for ${name}. Add one with: POST /api/search/providers ` +
      `{"provider": "${id}", "key_name": …, "api_key": …} (keys: ${keysUrl})`,
  );
}
