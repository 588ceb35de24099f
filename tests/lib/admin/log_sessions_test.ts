import assert from "node:assert/strict";
import { sessionPage } from "../../../lib/admin/log_sessions.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

Deno.test("sessionPage tells times as text and the average of its requests", async () => {
  await using admin = await openAdmin();
  await admin.store.append(
    [10, 11, 12].map((latencyMs, n) =>
      recordedRequest({
        id: testId(n),
        startedAtMs: n,
        sessionId: "s",
        latencyMs,
        costNanoUsd: null,
      })
    ),
  );

  const { sessions, nextCursor } = await sessionPage(admin, {}, { limit: 5, cursor: null });

  assert.equal(nextCursor, null);
  assert.deepEqual(
    sessions.map((one) => [one.last_request_at, one.avg_latency_ms, one.unpriced_requests]),
    [["1970-01-01T00:00:00.002Z", 11, 3]],
  );
});
