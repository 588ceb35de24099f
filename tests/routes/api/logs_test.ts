import assert from "node:assert/strict";
import { recordedRequest, testId } from "../../support/test_store.ts";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";

type Change = Parameters<typeof recordedRequest>[0];
type Bodies = Parameters<typeof recordedRequest>[1];

const append = (api: TestApi, n: number, change: Change = {}, bodies: Bodies = {}) =>
  api.store.append([recordedRequest({ id: testId(n), startedAtMs: n * 1000, ...change }, bodies)]);

/** The numbers of the rows that a path lists. */
async function numbers(api: TestApi, path: string): Promise<number[]> {
  const { status, body } = await api.call("GET", path);
  assert.equal(status, 200, JSON.stringify(body));
  return body.data.map(({ id }: { id: string }) => parseInt(id.slice(-4), 16));
}

Deno.test("GET /logs of an empty log has the usual page and size", async () => {
  await using api = await startAdminApi();

  const { body } = await api.call("GET", "/logs");

  assert.deepEqual(body, {
    success: true,
    data: [],
    meta: { page: 1, size: 50, total: 0, next_cursor: null },
  });
});

Deno.test("GET /logs pages by number, newest first, with the total", async () => {
  await using api = await startAdminApi();
  for (const n of [1, 2, 3, 4, 5]) await append(api, n, { provider: n === 5 ? "groq" : "openai" });

  const { body } = await api.call("GET", "/logs?page=2&size=2");
  assert.deepEqual(body.meta, {
    page: 2,
    size: 2,
    total: 5,
    next_cursor: "2000-2",
  });
  assert.deepEqual(await numbers(api, "/logs?page=2&size=2"), [3, 2]);
  assert.deepEqual(await numbers(api, `/logs?size=2&cursor=${body.meta.next_cursor}`), [1]);
  assert.equal((await api.call("GET", "/logs?provider=openai")).body.meta.total, 4);
  assert.equal((await api.call("GET", "/logs?provider=openai&model=x")).body.meta.total, 0);
});

Deno.test("GET /logs?cursor stays right while requests arrive", async () => {
  await using api = await startAdminApi();
  for (let n = 10; n < 20; n++) await append(api, n);
  const seen: number[] = [];
  let path = "/logs?size=3";
  for (let arriving = 30;; arriving++) {
    const { body } = await api.call("GET", path);
    seen.push(...body.data.map(({ id }: { id: string }) => parseInt(id.slice(-4), 16)));
    // A newer one, and one that began long ago and has only now ended.
    await append(api, arriving);
    await append(api, arriving - 29);
    if (body.meta.next_cursor === null) break;
    path = `/logs?size=3&cursor=${body.meta.next_cursor}`;
  }

  const old = seen.filter((n) => n >= 10 && n < 20);
  assert.deepEqual(old, [19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
  assert.equal(new Set(seen).size, seen.length);
});

const FILTERS: readonly (readonly [string, readonly number[]])[] = [
  ["model=m-used", [1]],
  ["model=m-used&model=gpt-4o-2024-08-06", [4, 3, 2, 1]],
  ["model_requested=fast", [1]],
  ["provider=Gemini", [2]],
  ["status=success", [4, 3, 1]],
  ["status=error", [2]],
  ["status=failed", [2]],
  ["status=5xx", [2]],
  ["status=503", [2]],
  ["session_id=s-1", [3, 1]],
  ["user_tag=alpha", [3]],
  ["tag=team%3Da", [3]],
  ["tag=team&tag=job%3Dx", [3]],
  ["tag=team%3Db", []],
  ["caller_token_id=t-1&outcome=complete", [4]],
  ["caller_token_name=ann", [4]],
  ["stream=true", [3]],
  ["is_usage_estimated=1", [4]],
  ["min_total_tokens=100&max_total_tokens=200", [1]],
  ["min_cost_usd=0.5", [3]],
  ["max_latency_ms=5", [4]],
  ["min_latency_ms=12&max_latency_ms=12", [3, 2, 1]],
  ["error=OVERLOADED", [2]],
  ["has_warnings=true", [1]],
  ["min_attempts=2", [2]],
  ["from=1970-01-01T00:00:02Z&to=1970-01-01T01:00:04%2B01:00", [3, 2]],
  ["q=paris", [2]],
  ["q=PAR*%20weather", [2]],
  ["q=paris%20london", []],
  ["q=天气", [3]],
  ["q=sun", [2]],
  ["caller_format=openai_chat&provider=google", [2]],
  ["caller_format=gemini", []],
  ["client_ip=127.0.0.1&finish_reason=stop&size=2", [4, 3]],
];

async function withFilterRows(use: (api: TestApi) => Promise<void>): Promise<void> {
  await using api = await startAdminApi();
  const warning = { code: "x", message: "lost" } as never;
  const attempt = { provider: "p", outcome: "failed", reason: null } as never;
  await append(api, 1, {
    modelRequested: "fast",
    modelUsed: "m-used",
    sessionId: "s-1",
    totalTokens: 150,
    warnings: [warning],
  });
  await append(api, 2, {
    provider: "google",
    outcome: "failed",
    httpStatus: 503,
    errorMessage: "The model is overloaded",
    attempts: [attempt, attempt],
  }, {
    request: JSON.stringify({ messages: [{ role: "user", content: "Weather in\nParis?" }] }),
    response: JSON.stringify({ text: "Sun" }),
  });
  await append(api, 3, {
    sessionId: "s-1",
    userTag: "alpha",
    tags: { team: "a", job: "x" },
    stream: true,
    costNanoUsd: 600_000_000,
  }, { request: JSON.stringify({ input: "今天天气怎么样" }) });
  await append(api, 4, {
    callerTokenId: "t-1",
    callerTokenName: "ann",
    latencyMs: 5,
    isUsageEstimated: true,
  });
  await use(api);
}

Deno.test("GET /logs filters by columns, ranges, tags and words, indexed or not", () =>
  withFilterRows(async (api) => {
    for (const [query, expected] of FILTERS) {
      assert.deepEqual(await numbers(api, `/logs?${query}`), expected, query);
    }
    await api.store.indexBodies({ maxRows: 100, maxBytes: 1e6 });
    for (const [query, expected] of FILTERS.filter(([query]) => query.startsWith("q="))) {
      assert.deepEqual(await numbers(api, `/logs?${query}`), expected, `${query} (index)`);
    }
  }));

Deno.test("GET /logs counts what it lists, and its export holds exactly that", () =>
  withFilterRows(async (api) => {
    for (const [query, expected] of FILTERS) {
      const all = query.replace("&size=2", "");
      const listed = await numbers(api, `/logs?${all}`);
      const exported = await api.call("GET", `/logs/export?${all}`);

      assert.equal((await api.call("GET", `/logs?${all}&size=1`)).body.meta.total, listed.length);
      assert.ok(expected.length <= listed.length);
      const lines = exported.body.split("\n").filter((line: string) => line !== "");
      assert.deepEqual(
        lines.map((line: string) => parseInt(JSON.parse(line).id.slice(-4), 16)),
        listed,
        query,
      );
    }
  }));

const REFUSED: readonly (readonly [string, string])[] = [
  ["page=0", "page"],
  ["size=201", "size"],
  ["status=nope", "status"],
  ["cursor=x", "cursor"],
  ["q=%3F%3F", "q"],
  ["min_total_tokens=many", "min_total_tokens"],
  ["min_cost_usd=1e3", "min_cost_usd"],
  ["from=yesterday", "from"],
  ["unknown=1", "unknown"],
];

Deno.test("GET /logs refuses what it does not understand, by name", async () => {
  await using api = await startAdminApi();
  for (const [query, name] of REFUSED) {
    const { status, body } = await api.call("GET", `/logs?${query}`);

    assert.equal(status, 422, query);
    assert.equal(body.detail[0].loc.at(-1), name);
  }
});

Deno.test("GET /logs/{id} shows messages, settings, attempts and bodies", async () => {
  await using api = await startAdminApi();
  const asked = { messages: [{ role: "user", content: "Hi" }], temperature: 0.5, max_tokens: 9 };
  await append(api, 1, { sessionId: "s" }, { request: JSON.stringify(asked), response: "{}" });

  const { body } = await api.call("GET", `/logs/${testId(1)}`);

  const { data } = body;
  assert.deepEqual(JSON.parse(data.messages), asked.messages);
  assert.deepEqual([data.temperature, data.max_tokens, data.skills_injected], [0.5, 9, null]);
  assert.deepEqual(data.request_body, asked);
  assert.deepEqual([data.attempts, data.warnings, data.status], [[], null, "success"]);
  assert.deepEqual([data.cost_nano_usd, data.cost_usd], [4_200_000, 0.0042]);
});

Deno.test("GET /logs/{id} of an unknown id is a 404 in the envelope", async () => {
  await using api = await startAdminApi();

  const { status, body } = await api.call("GET", "/logs/none");

  assert.equal(status, 404);
  assert.equal(body.success, false);
  assert.match(body.error, /no request 'none'/);
});

Deno.test("GET /logs/export?format=csv keeps spreadsheets from running what callers wrote", async () => {
  await using api = await startAdminApi();
  await append(api, 1, { userTag: '=HYPERLINK("http://x","y")', sessionId: 'a,b\n"c"' });

  const { body, headers } = await api.call("GET", "/logs/export?format=csv");

  assert.equal(headers.get("content-type"), "text/csv; charset=utf-8");
  assert.match(headers.get("content-disposition") ?? "", /requests\.csv/);
  assert.match(body, /^id,started_at,/);
  assert.ok(body.includes(`"'=HYPERLINK(""http://x"",""y"")"`));
  assert.ok(body.includes(`"a,b\n""c"""`));
});

Deno.test("GET /logs/export?bodies=true nests the bodies", async () => {
  await using api = await startAdminApi();
  for (let n = 1; n <= 25; n++) await append(api, n, {}, { request: `{"n":${n}}` });

  const { body } = await api.call("GET", "/logs/export?bodies=true");

  const bodies = body.trim().split("\n").map((line: string) => JSON.parse(line).request_body.n);
  assert.deepEqual(bodies, Array.from({ length: 25 }, (_, at) => 25 - at));
});

Deno.test("GET /logs, its export, its stream and one row need an administrator", async () => {
  await using api = await startAdminApi();
  for (const path of ["/logs", "/logs/export", "/logs/stream", `/logs/${testId(1)}`, "/sessions"]) {
    assert.equal((await api.call("GET", path, undefined, {})).status, 401, path);
  }
});
