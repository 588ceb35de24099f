import assert from "node:assert/strict";
import { sql } from "kysely";
import {
  assertSearchable,
  OUTCOMES,
  providerId,
  statusFilter,
  tagCondition,
  wordsToFind,
} from "../../../lib/admin/log_search.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { flowError } from "../../support/flow_error.ts";

Deno.test("statusFilter knows results, outcomes, statuses and their hundreds", () => {
  assert.deepEqual(statusFilter("success"), { isError: false });
  assert.deepEqual(statusFilter("error"), { isError: true });
  for (const outcome of OUTCOMES) {
    assert.deepEqual(statusFilter(outcome), { texts: { outcome: [outcome] } });
  }
  assert.deepEqual(statusFilter("404"), { ranges: { http_status: { min: 404, max: 404 } } });
  assert.deepEqual(statusFilter("5xx"), { ranges: { http_status: { min: 500, max: 599 } } });
  for (const status of ["", "6xx", "40", "4040", "ok"]) {
    assert.throws(() => statusFilter(status), flowError("invalid_request", /success, error/));
  }
});

Deno.test("tagCondition splits at the first equals sign", () => {
  assert.deepEqual(tagCondition("a=b=c"), { name: "a", value: "b=c" });
  assert.deepEqual(tagCondition("a="), { name: "a", value: "" });
  assert.deepEqual(tagCondition("a"), { name: "a", value: null });
});

Deno.test("providerId knows aliases", () => {
  assert.deepEqual([providerId("Gemini"), providerId("Lab")], ["google", "lab"]);
});

Deno.test("wordsToFind needs a word", () => {
  assert.deepEqual(wordsToFind("Paris"), [{ word: "paris", isPrefix: false }]);
  assert.throws(() => wordsToFind("?"), flowError("invalid_request", /no word/));
});

Deno.test("assertSearchable refuses words while the index is far behind, and only then", async () => {
  await using admin = await openAdmin();
  const search = { terms: wordsToFind("x") };
  await assertSearchable(admin.db, search);
  await admin.db.transaction().execute(async (all) => {
    const list = JSON.stringify(Array.from({ length: 20_001 }, (_, n) => n));
    await sql`INSERT INTO request_logs (id, started_at_ms, endpoint, format, model_requested,
        model_used, provider, stream, outcome, http_status, latency_ms, overhead_us, body_state)
      SELECT value, 0, '', 'none', '', '', '', 0, 'complete', 200, 0, 0, 'kept'
      FROM json_each(${list})`.execute(all);
    await sql`INSERT INTO request_bodies (seq, request_body)
      SELECT seq, '"x"' FROM request_logs`.execute(all);
  });

  await assert.rejects(assertSearchable(admin.db, search), flowError("not_ready", /index/));
  await assertSearchable(admin.db, { sinceMs: 1 });
});
