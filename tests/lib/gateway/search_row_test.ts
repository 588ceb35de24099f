import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { searchRow } from "../../../lib/gateway/search_row.ts";
import { TAVILY } from "../../../lib/providers/search_providers.ts";

const RUN = {
  id: "1",
  provider: TAVILY,
  request: {
    headers: new Headers(),
    clientIp: null,
    bodyKey: "fgt_secret",
    search: { query: "q" },
  },
  startedAtMs: 7,
  beganMs: 10,
  caller: null,
  key: null,
  isSent: false,
};
const KEEP = { logPrompts: true, logResponses: true };

Deno.test("searchRow tells refused searches from failed ones", () => {
  const error = new FlowError("upstream_error", "no");

  assert.equal(searchRow(RUN, null, error, 12, KEEP).record.outcome, "refused");
  const { record } = searchRow({ ...RUN, isSent: true }, null, error, 12, KEEP);
  assert.deepEqual([record.outcome, record.httpStatus, record.latencyMs], ["failed", 502, 2]);
});

Deno.test("searchRow keeps bodies as the settings say, and never what proved the caller", () => {
  const row = searchRow(RUN, { results: [] }, null, 12, KEEP);
  assert.equal(new TextDecoder().decode(row.requestBody ?? undefined), '{"query":"q"}');
  assert.equal(new TextDecoder().decode(row.responseBody ?? undefined), '{"results":[]}');

  const off = searchRow(RUN, { results: [] }, null, 12, { logPrompts: false, logResponses: false });
  assert.deepEqual([off.requestBody, off.responseBody], [null, null]);
});
