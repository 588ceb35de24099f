import assert from "node:assert/strict";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

type Change = Parameters<typeof recordedRequest>[0];
const HOUR_MS = 3_600_000;

/** A row that started `hours` before now. */
const append = (api: TestApi, n: number, hours: number, change: Change = {}) => {
  const startedAtMs = api.clock.now() - hours * HOUR_MS;
  return api.store.append([recordedRequest({ id: testId(n), startedAtMs, ...change })]);
};

Deno.test("GET /stats/overview of an empty log tells nothing and full success", async () => {
  await using api = await startAdminApi();
  for (const period of ["today", "week", "month"]) {
    const { body } = await api.call("GET", `/stats/overview?period=${period}`);

    assert.equal(body.success, true);
    assert.deepEqual(
      [body.data.total_requests, body.data.success_rate, body.data.total_tokens, body.data.period],
      [0, 100, 0, period],
    );
    assert.equal(body.data.p95_latency_ms, null);
  }
});

Deno.test("GET /stats/overview sums a week, with cost and percentiles, beside the week before", async () => {
  await using api = await startAdminApi();
  await append(api, 1, 1, {
    promptTokens: 10,
    completionTokens: 5,
    totalTokens: 15,
    cachedTokens: 4,
    latencyMs: 10,
    ttftMs: 3,
  });
  await append(api, 2, 7 * 24, { outcome: "failed", latencyMs: 20, costNanoUsd: null });
  await append(api, 3, 7 * 24 + 1, { totalTokens: 7 });

  const { body } = await api.call("GET", "/stats/overview?period=week&compare=true");

  const { previous, ...data } = body.data;
  assert.deepEqual(data, {
    total_requests: 2,
    total_prompt_tokens: 10,
    total_completion_tokens: 5,
    total_tokens: 15,
    period: "week",
    requests: 2,
    error_count: 1,
    success_rate: 50,
    tokens: 15,
    prompt_tokens: 10,
    completion_tokens: 5,
    cached_tokens: 4,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    cost_nano_usd: 4_200_000,
    cost_usd: 0.0042,
    unpriced_requests: 1,
    avg_latency_ms: 15,
    p50_latency_ms: 10,
    p95_latency_ms: 20,
    p50_ttft_ms: 3,
    p95_ttft_ms: 3,
  });
  assert.deepEqual([previous.requests, previous.tokens], [1, 7]);
  assert.equal(body.meta.to, null);
});

Deno.test("GET /stats/overview begins today at midnight in the caller's zone", async () => {
  await using api = await startAdminApi();
  const now = api.clock.now();
  // One row in each half hour of the last two days.
  const starts = Array.from({ length: 96 }, (_, n) => now - n * HOUR_MS / 2);
  const rows = starts.map((startedAtMs, n) => recordedRequest({ id: testId(n), startedAtMs }));
  await api.store.append(rows);
  for (const tz of ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "+12:45"]) {
    const midnight = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(tz)
      .startOfDay().epochMilliseconds;
    const path = `/stats/overview?tz=${encodeURIComponent(tz)}`;

    const { requests } = (await api.call("GET", path)).body.data;

    assert.equal(requests, starts.filter((start) => start >= midnight).length, tz);
  }
  const { status, body } = await api.call("GET", "/stats/overview?tz=Mars/Base");
  assert.equal(status, 422);
  assert.match(JSON.stringify(body), /time zone/);
});

Deno.test("GET /stats/timeline labels hours and days", async () => {
  await using api = await startAdminApi();
  const at = Date.parse("2026-10-25T00:30:00Z");
  for (const n of [0, 1]) {
    await api.store.append([
      recordedRequest({ id: testId(n), startedAtMs: at + n * HOUR_MS, totalTokens: 5 }),
    ]);
  }
  const window = "from=2026-10-24T00:00:00Z&to=2026-10-26T00:00:00Z&tz=Europe/Berlin";

  const hours = (await api.call("GET", `/stats/timeline?${window}`)).body.data;
  const days = (await api.call("GET", `/stats/timeline?granularity=day&${window}`)).body.data;

  assert.deepEqual(
    hours.map((item: Record<string, unknown>) => [item["time"], item["start"], item["tokens"]]),
    [
      ["2026-10-25 02:00:00", "2026-10-25T02:00:00+02:00", 5],
      ["2026-10-25 02:00:00", "2026-10-25T02:00:00+01:00", 5],
    ],
  );
  assert.deepEqual(
    days.map((item: Record<string, unknown>) => [item["time"], item["requests"]]),
    [["2026-10-25", 2]],
  );
});

Deno.test("GET /stats/providers and /models order as their clients expect", async () => {
  await using api = await startAdminApi();
  await append(api, 1, 1, { provider: "openai", modelUsed: "a", totalTokens: 1 });
  await append(api, 2, 1, { provider: "openai", modelUsed: "a", totalTokens: 1 });
  await append(api, 3, 1, { provider: "groq", modelUsed: "b", totalTokens: 9 });
  await append(api, 4, 1, { provider: "", modelUsed: "c", totalTokens: null, outcome: "refused" });

  const providers = (await api.call("GET", "/stats/providers")).body.data;
  const models = (await api.call("GET", "/stats/models?limit=2")).body.data;

  assert.deepEqual(
    providers.map((item: Record<string, unknown>) => [item["provider"], item["tokens"]]),
    [["groq", 9], ["openai", 2]],
  );
  assert.deepEqual(
    models.map((item: Record<string, unknown>) => [item["model"], item["requests"]]),
    [["a", 2], ["b", 1]],
  );
});

Deno.test("GET /stats/breakdown names caller tokens and compares", async () => {
  await using api = await startAdminApi();
  const ann = { callerTokenId: "t-1", callerTokenName: "ann" };
  await append(api, 1, 1, ann);
  await append(api, 2, 25, ann);

  const { body } = await api.call("GET", "/stats/breakdown?by=caller_token&days=1&compare=true");

  const [item] = body.data;
  assert.deepEqual([item.value, item.label, item.requests], ["t-1", "ann", 1]);
  assert.equal(item.previous.requests, 1);
});

const REFUSED = [
  "/stats/overview?period=year",
  "/stats/overview?provider=a&model=b",
  "/stats/timeline?granularity=week",
  "/stats/timeline?days=0",
  "/stats/timeline?days=366",
  "/stats/models?limit=101",
  "/stats/breakdown",
  "/stats/breakdown?by=colour",
  "/stats/providers?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
];

Deno.test("GET /stats refuses what it does not understand", async () => {
  await using api = await startAdminApi();
  for (const path of REFUSED) assert.equal((await api.call("GET", path)).status, 422, path);
});

Deno.test("GET /stats needs an administrator", async () => {
  await using api = await startAdminApi();
  for (const path of ["overview", "timeline", "providers", "models", "breakdown?by=model"]) {
    assert.equal((await api.call("GET", `/stats/${path}`, undefined, {})).status, 401);
  }
});
