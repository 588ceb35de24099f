import assert from "node:assert/strict";
import { NUMBER_COLUMNS, TEXT_COLUMNS } from "../../../lib/domain/request_log_filter.ts";
import { toColumns } from "../../../lib/store/request_columns.ts";
import { requestRecord } from "../../support/test_store.ts";

/** Read by filters of their own, or kept with the row without being looked for. */
const OTHERWISE = [
  "attempts",
  "decision",
  "is_usage_estimated",
  "reported_cost_nano_usd",
  "started_at_ms",
  "stream",
  "error_message",
  "tags",
  "warnings",
];

Deno.test("TEXT_COLUMNS and NUMBER_COLUMNS are columns, and with the others all that there are", () => {
  const columns = Object.keys(toColumns(requestRecord(), "none"));
  const searched = [...TEXT_COLUMNS, ...NUMBER_COLUMNS];

  assert.deepEqual(searched.filter((name) => !columns.includes(name)), []);
  const others = columns.filter((name) => !(searched as string[]).includes(name));
  assert.deepEqual(
    others.filter((name) => !OTHERWISE.includes(name) && !/baseline|saving/.test(name)),
    [],
  );
});
