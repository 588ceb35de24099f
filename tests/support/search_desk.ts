/** A search desk with a provider that is made up. */
import { ModelScope } from "../../lib/domain/model_scope.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { RecordedRequest } from "../../lib/domain/request_record.ts";
import type { AdmittedCaller } from "../../lib/gateway/admitted_caller.ts";
import { SearchDesk, type SearchDeskParts } from "../../lib/gateway/search_desk.ts";
import type { AdminParts } from "./admin_parts.ts";
import { fakeOutbound } from "./outbound.ts";

/** The callers that it knows, by their token; without a token nobody is refused. */
const CALLERS: Readonly<Record<string, AdmittedCaller>> = {
  fgt_right: { id: "t", name: "agent", tags: { team: "a" } },
  fgt_private: { id: "p", name: "private", logBodies: false },
  fgt_models: { id: "m", name: "models only", scope: new ModelScope(null, ["openai"]) },
};

/** Over the store and vault of `admin`. */
export function searchDesk(
  { db, vault, clock, newId }: Pick<AdminParts, "db" | "vault" | "clock" | "newId">,
  change: Partial<SearchDeskParts> = {},
) {
  const outbound = fakeOutbound();
  outbound.answer = () => ({ json: { query: "q", results: [{ title: "One" }, {}] } });
  const rows: RecordedRequest[] = [];
  const desk = new SearchDesk({
    db,
    vault,
    clock,
    newId,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    call: outbound.call,
    recorder: { record: (row) => void rows.push(row) },
    metrics: { requestStarted() {}, requestFinished() {} },
    settings: () => ({ logPrompts: true, logResponses: true }),
    admit(presented) {
      const caller = CALLERS[presented ?? ""];
      if (caller === undefined) throw new FlowError("invalid_api_key", "Not a caller token.");
      return caller;
    },
    isOpen: () => false,
    ...change,
  });
  return { desk, outbound, rows };
}
