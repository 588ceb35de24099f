/**
 * Filters of the request log as those who look at it give them.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { FlowError } from "../domain/errors.ts";
import type { Outcome } from "../domain/request_record.ts";
import { type SearchTerm, searchTerms } from "../domain/search_words.ts";
import { builtInProvider } from "../providers/registry.ts";
import type { RequestLogFilter } from "../domain/request_log_filter.ts";
import { unindexedBodies } from "../store/request_logs.ts";
import type { Tables } from "../store/tables.ts";

export const OUTCOMES: readonly Outcome[] = ["complete", "caller_gone", "failed", "refused"];

/**
 * What a status stands for: an outcome, an HTTP status, `success` or `error`. An answer that its
 * caller did not wait for is no error.
 * @throws FlowError `invalid_request` for anything else
 */
export function statusFilter(
  status: string,
): Pick<RequestLogFilter, "isError" | "texts" | "ranges"> {
  if (status === "success" || status === "error") return { isError: status === "error" };
  const outcome = OUTCOMES.find((one) => one === status);
  if (outcome !== undefined) return { texts: { outcome: [outcome] } };
  const [, hundreds = "", rest = ""] = /^([1-5])(\d\d|xx)$/.exec(status) ?? [];
  if (hundreds === "") {
    throw new FlowError(
      "invalid_request",
      `Cannot look for the status '${status.slice(0, 40)}': it is one of success, error, ` +
        `${OUTCOMES.join(", ")}, or an HTTP status such as 429 or 5xx.`,
      { param: "status" },
    );
  }
  const first = Number(hundreds) * 100;
  const range = rest === "xx"
    ? { min: first, max: first + 99 }
    : { min: first + Number(rest), max: first + Number(rest) };
  return { ranges: { http_status: range } };
}

/** A provider by its id or an alias. */
export function providerId(name: string): string {
  return builtInProvider(name)?.id ?? name.toLowerCase();
}

/** A label of the caller: `name=value`, or a name alone. */
export function tagCondition(tag: string): { name: string; value: string | null } {
  const at = tag.indexOf("=");
  return at === -1
    ? { name: tag, value: null }
    : { name: tag.slice(0, at), value: tag.slice(at + 1) };
}

/** Words to look for. @throws FlowError `invalid_request` when there is none */
export function wordsToFind(typed: string): SearchTerm[] {
  const terms = searchTerms(typed);
  if (terms.length > 0) return terms;
  throw new FlowError(
    "invalid_request",
    `Cannot search for ${JSON.stringify(typed.slice(0, 60))}: there is no word in it.`,
    { param: "q" },
  );
}

/** Bodies that a search looks through one by one: some seconds' worth. */
const MAX_UNINDEXED = 20_000;

/**
 * Refuses a search for words while the index is far behind, as after an update of a large database:
 * looking through that many bodies would hold up every other reader.
 * @throws FlowError `not_ready` with the time to try again
 */
export async function assertSearchable(
  db: Kysely<Tables>,
  filter: RequestLogFilter,
): Promise<void> {
  if (filter.terms === undefined) return;
  const waiting = await unindexedBodies(db, MAX_UNINDEXED + 1);
  if (waiting <= MAX_UNINDEXED) return;
  throw new FlowError(
    "not_ready",
    "Cannot search for words yet: the index of the log is still being made. Try again in a minute.",
    { headers: { "retry-after": "60" } },
  );
}
