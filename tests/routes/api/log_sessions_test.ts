import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

Deno.test("GET /sessions lists sessions with their sums, page by page", async () => {
  await using api = await startAdminApi();
  await api.store.append([["a", 1], ["b", 2], ["a", 3]].map(([sessionId, n]) =>
    recordedRequest({
      id: testId(Number(n)),
      startedAtMs: Number(n) * 1000,
      sessionId: String(sessionId),
      totalTokens: 5,
      promptTokens: 4,
      completionTokens: 1,
    })
  ));

  const first = (await api.call("GET", "/sessions?size=1")).body;
  assert.deepEqual(first.data, [{
    session_id: "a",
    first_request_at: "1970-01-01T00:00:01.000Z",
    last_request_at: "1970-01-01T00:00:03.000Z",
    requests: 2,
    error_count: 0,
    tokens: 10,
    prompt_tokens: 8,
    completion_tokens: 2,
    cached_tokens: 0,
    cost_nano_usd: 8_400_000,
    cost_usd: 0.0084,
    unpriced_requests: 0,
    avg_latency_ms: 12,
  }]);
  const cursor = encodeURIComponent(first.meta.next_cursor);
  const second = (await api.call("GET", `/sessions?size=1&cursor=${cursor}`)).body;
  assert.equal(second.data[0].session_id, "b");
  assert.equal(second.meta.next_cursor, null);
  const later = await api.call("GET", "/sessions?from=1970-01-01T00:00:02.500Z");
  assert.deepEqual(later.body.data.length, 1);
  assert.equal((await api.call("GET", "/sessions?cursor=x")).status, 422);
});
