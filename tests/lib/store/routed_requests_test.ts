import assert from "node:assert/strict";
import { sql } from "kysely";
import { countTiers, latestPrompts } from "../../../lib/store/routed_requests.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const MIDNIGHT = Date.UTC(2026, 0, 10);

Deno.test("countTiers counts by UTC day and tier, from the moment on, routed requests only", async () => {
  await using made = await openAdmin();
  const rows: readonly (readonly [number, string | null])[] = [
    [MIDNIGHT - 1, "SIMPLE"],
    [MIDNIGHT, "SIMPLE"],
    [MIDNIGHT, "COMPLEX"],
    [MIDNIGHT + 5, "SIMPLE"],
    [MIDNIGHT + 5, null],
  ];
  await made.store.append(
    rows.map(([startedAtMs, complexityTier], at) =>
      recordedRequest({ id: testId(at + 1), startedAtMs, complexityTier })
    ),
  );

  assert.deepEqual(await countTiers(made.db, MIDNIGHT - 1), [
    { date: "2026-01-09", tier: "SIMPLE", count: 1 },
    { date: "2026-01-10", tier: "COMPLEX", count: 1 },
    { date: "2026-01-10", tier: "SIMPLE", count: 2 },
  ]);
  assert.equal((await countTiers(made.db, MIDNIGHT)).length, 2);
});

Deno.test("countTiers reads an index alone, however many rows were not routed", async () => {
  await using made = await openAdmin();
  const { rows } = await sql<{ readonly detail: string }>`
    EXPLAIN QUERY PLAN SELECT complexity_tier, count(*) FROM request_logs
    WHERE started_at_ms >= 0 AND complexity_tier IS NOT NULL GROUP BY 1`.execute(made.db);

  assert.match(rows.map(({ detail }) => detail).join(), /COVERING INDEX request_logs_by_tier/);
});

Deno.test("latestPrompts gives the last conversations whose bodies were kept, as they were sent", async () => {
  await using made = await openAdmin();
  await made.store.append([
    recordedRequest({ id: testId(1) }, { request: '{"a":1}' }),
    recordedRequest({ id: testId(2), format: "openai_embeddings" }, { request: "{}" }),
    recordedRequest({ id: testId(3), upstreamFormat: "gemini" }, { request: '{"b":2}' }),
    recordedRequest({ id: testId(4) }),
  ]);

  const prompts = await latestPrompts(made.db, 10);

  assert.deepEqual(prompts.map(({ id, format, body }) => [id, format, body]), [
    [testId(3), "gemini", '{"b":2}'],
    [testId(1), "openai_chat", '{"a":1}'],
  ]);
  assert.equal((await latestPrompts(made.db, 1)).length, 1);
});
