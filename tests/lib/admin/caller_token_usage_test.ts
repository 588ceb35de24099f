import assert from "node:assert/strict";
import { showTokenUsage } from "../../../lib/admin/caller_token_usage.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

Deno.test("showTokenUsage sums up what each token used in the days that are asked for", async () => {
  await using admin = await openAdmin();
  const nowMs = admin.clock.now();
  const row = (n: number, ageMs: number, change = {}) =>
    recordedRequest({
      id: testId(1000 + n),
      startedAtMs: nowMs - ageMs,
      callerTokenId: "t",
      promptTokens: 10,
      completionTokens: 2,
      totalTokens: 12,
      costNanoUsd: 1_500_000,
      ...change,
    });
  await admin.store.append([
    row(1, 0),
    row(2, 86_400_000 - 1),
    row(3, 86_400_000 * 2),
    row(4, 5, { outcome: "failed", costNanoUsd: null }),
    row(5, 5, { callerTokenId: "u" }),
    row(6, 5, { callerTokenId: null }),
  ]);

  const day = await showTokenUsage(admin, 1);
  const week = await showTokenUsage(admin, 7);

  assert.deepEqual(day("t"), {
    requests: 3,
    errors: 1,
    promptTokens: 30,
    completionTokens: 6,
    totalTokens: 36,
    costUsd: 0.003,
  });
  assert.deepEqual([week("t").requests, week("u").requests, week("v").requests], [4, 1, 0]);
});
