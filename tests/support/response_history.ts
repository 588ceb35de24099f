/**
 * Kept responses in memory.
 *
 * @module
 */
import type { GatewayParts } from "../../lib/gateway/parts.ts";
import { ResponseHistory, type ResponseSettings } from "../../lib/gateway/response_history.ts";
import type { StoredResponse } from "../../lib/store/stored_responses.ts";

/** A history and what it keeps. */
export function memoryHistory(
  { clock, newId, log }: Pick<GatewayParts, "clock" | "newId" | "log">,
  settings: ResponseSettings = { store: true, retentionDays: 30 },
): { history: ResponseHistory; kept: Map<string, StoredResponse> } {
  const kept = new Map<string, StoredResponse>();
  const of = (id: string, caller: string | null): StoredResponse | null => {
    const found = kept.get(id);
    return found?.callerTokenId === caller ? found : null;
  };
  const history = new ResponseHistory({
    store: {
      get: (id, caller) => Promise.resolve(of(id, caller)),
      insert: (response) => Promise.resolve(void kept.set(response.id, response)),
      delete: (id, caller) => Promise.resolve(of(id, caller) !== null && kept.delete(id)),
    },
    settings: () => settings,
    clock,
    newId,
    log,
  });
  return { history, kept };
}
