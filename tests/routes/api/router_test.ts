import assert from "node:assert/strict";
import { startAdminApi, type TestApi } from "../../support/admin_api.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const ON = { enabled: true, strategy: "complexity" };
const user = (content: unknown) => [{ role: "user", content }];
const test = (api: TestApi, body: object) => api.call("POST", "/router/test", body);

Deno.test("/api/router is for administrators only", async () => {
  await using api = await startAdminApi();
  const operations = [
    ["GET", "/router/config", undefined],
    ["PUT", "/router/config", ON],
    ["POST", "/router/test", { messages: user("x") }],
    ["POST", "/router/test/logged", {}],
    ["GET", "/router/stats", undefined],
    ["GET", "/router/history", undefined],
    ["POST", "/router/restore/1", undefined],
  ] as const;
  for (const [method, path, body] of operations) {
    const { status } = await api.call(method, path, body, {});
    assert.equal(status, 401, `${method} ${path}`);
  }
  assert.equal((await api.call("GET", "/router/config")).body.data.enabled, false);
});

Deno.test("GET /api/router/config has the published shape and defaults", async () => {
  await using api = await startAdminApi();

  const { status, body } = await api.call("GET", "/router/config");

  assert.equal(status, 200);
  const { enabled, strategy, complexity, classifier } = body.data;
  assert.deepEqual([body.success, enabled, strategy], [true, false, "off"]);
  assert.deepEqual(complexity.tiers, {
    SIMPLE: "gpt-4o-mini",
    MEDIUM: "gpt-4o",
    COMPLEX: "claude-sonnet",
    REASONING: "o1-preview",
  });
  assert.deepEqual(Object.values(complexity.tier_boundaries), [0.25, 0.5, 0.75]);
  assert.equal(Object.keys(complexity.dimension_weights).length, 7);
  assert.deepEqual(classifier, {
    type: "local",
    tier_boundaries: { simple_medium: 0.28, medium_complex: 0.4, complex_reasoning: 0.5 },
    available: false,
    mf_embedding_model: "",
  });
});

Deno.test("PUT /api/router/config takes effect, is kept, and what GET gives can be sent back", async () => {
  await using api = await startAdminApi();
  const put = await api.call("PUT", "/router/config", {
    ...ON,
    complexity: { tiers: { SIMPLE: "a/cheap", MEDIUM: ["a/m", "b/m"] } },
  });
  assert.equal(put.status, 200);

  const { body } = await api.call("GET", "/router/config");
  assert.deepEqual(body.data, put.body.data);
  assert.equal(body.data.apply_to, "all");
  assert.deepEqual(body.data.complexity.tiers, { SIMPLE: "a/cheap", MEDIUM: ["a/m", "b/m"] });
  assert.deepEqual((await api.call("PUT", "/router/config", body.data)).body.data, body.data);
});

Deno.test("PUT /api/router/config: one that is not valid is a 422 and changes nothing", async () => {
  await using api = await startAdminApi();
  await api.call("PUT", "/router/config", ON);
  const before = (await api.call("GET", "/router/config")).body;

  for (
    const wrong of [
      { strategy: "weird" },
      { complexity: { tiers: null } },
      { complexity: { tier_boundaries: { simple_medium: "low" } } },
      { complexity: { tier_boundaries: { simple_medium: 0.9 } } },
      { complexity: { tiers: { SIMPLE: 7 } } },
      { classifier: { type: "gpt" } },
      "[]",
      "null",
      "{",
    ]
  ) {
    const { status, body } = await api.call("PUT", "/router/config", wrong);
    assert.equal(status, 422, JSON.stringify(wrong));
    assert.equal(body.success, false);
    assert.equal(typeof body.error, "string");
  }
  assert.deepEqual((await api.call("GET", "/router/config")).body, before);
  assert.equal((await api.call("GET", "/router/history")).body.data.length, 1);
});

Deno.test("PUT /api/router/config neither keeps nor shows what it is sent of embedding secrets", async () => {
  await using api = await startAdminApi();
  const secret = "sk-must-never-be-seen-again";

  const { body } = await api.call("PUT", "/router/config", {
    strategy: "classifier",
    classifier: { type: "mf", mf_embedding_api_key: secret, mf_embedding_base_url: secret },
  });

  assert.equal(body.data.strategy, "classifier");
  assert.equal(body.data.classifier.type, "mf");
  const kept = await api.admin.db.selectFrom("router_history").selectAll().execute();
  const audited = await api.admin.db.selectFrom("audit_log").selectAll().execute();
  assert.ok(!JSON.stringify([body, kept, audited]).includes(secret));
});

Deno.test("POST /api/router/test: off leaves the model as it is", async () => {
  await using api = await startAdminApi();

  const { body } = await test(api, { messages: user("analyze step by step"), model: "gpt-4o" });

  const { strategy, score, tier, routed_model, original_model, latency_us } = body.data;
  assert.deepEqual([strategy, score, tier, routed_model, original_model], [
    "off",
    0,
    "DIRECT",
    "gpt-4o",
    "gpt-4o",
  ]);
  assert.ok(Number.isInteger(latency_us));
});

Deno.test("POST /api/router/test: user's text alone is scored, in parts as well", async () => {
  await using api = await startAdminApi();
  await api.call("PUT", "/router/config", ON);
  const scoreOf = async (messages: unknown) => (await test(api, { messages })).body.data.score;

  assert.equal(await scoreOf(user("critically evaluate this")), 1);
  assert.equal(await scoreOf(user([{ type: "text", text: "analyze this" }])), 0.25);
  assert.equal(await scoreOf([{ role: "system", content: "analyze step by step" }]), 0);
  assert.equal(await scoreOf([...user("analyze"), ...user("step by step")]), 1);
  assert.equal(await scoreOf([null, 3, { role: "user", content: [null, { type: "text" }] }]), 0);
});

Deno.test("POST /api/router/test: boundaries and models are those of the configuration, saved or not", async () => {
  await using api = await startAdminApi();
  const config = {
    ...ON,
    complexity: {
      tiers: { SIMPLE: "x/s", COMPLEX: "x/c" },
      tier_boundaries: {
        simple_medium: 0.1,
        medium_complex: 0.2,
        complex_reasoning: 0.9,
      },
    },
  };

  const { body } = await test(api, { messages: user("analyze this"), config });

  assert.deepEqual([body.data.tier, body.data.routed_model], ["COMPLEX", "x/c"]);
  assert.equal(body.data.decision.contributions.length, 7);
  assert.equal((await api.call("GET", "/router/config")).body.data.enabled, false);
});

Deno.test("POST /api/router/test: without a classifier it is still answered, by complexity", async () => {
  await using api = await startAdminApi();
  await api.call("PUT", "/router/config", { strategy: "classifier" });

  const { body } = await test(api, { messages: user("analyze this") });

  assert.deepEqual([body.data.strategy, body.data.tier], ["classifier", "MEDIUM"]);
  assert.equal(body.data.decision.fallback_reason, "No classifier is there.");
});

Deno.test("POST /api/router/test: no messages are a 422 in an envelope", async () => {
  await using api = await startAdminApi();

  for (const wrong of [{ messages: [] }, {}, { messages: "hello" }]) {
    const { status, body } = await test(api, wrong);
    assert.deepEqual([status, body.success, typeof body.error], [422, false, "string"]);
  }
});

Deno.test("POST /api/router/test/logged spreads the log's prompts over the tiers of any configuration", async () => {
  await using api = await startAdminApi();
  const request = JSON.stringify({ messages: user("analyze this") });
  await api.store.append([recordedRequest({ id: testId(1) }, { request })]);

  const { body } = await api.call("POST", "/router/test/logged", { config: ON });

  assert.deepEqual(body.data.tier_distribution, [{ tier: "MEDIUM", count: 1, percentage: 100 }]);
  assert.equal(body.data.prompts[0].score, 0.25);
});

Deno.test("GET /api/router/stats: shares and days, and only a span that makes sense", async () => {
  await using api = await startAdminApi();
  const startedAtMs = api.clock.now();
  await api.store.append(
    [1, 2, 3].map((id) =>
      recordedRequest({
        id: testId(id),
        startedAtMs,
        complexityTier: id === 1 ? "MEDIUM" : "SIMPLE",
      })
    ),
  );

  const { body } = await api.call("GET", "/router/stats?days=1");

  assert.deepEqual(body.data.tier_distribution, [
    { tier: "SIMPLE", count: 2, percentage: 66.7 },
    { tier: "MEDIUM", count: 1, percentage: 33.3 },
  ]);
  const [day] = body.data.daily_trend;
  assert.deepEqual([day.SIMPLE, day.MEDIUM, body.data.total_routed], [2, 1, 3]);
  for (const days of ["0", "366", "x"]) {
    assert.equal((await api.call("GET", `/router/stats?days=${days}`)).status, 422);
  }
});

Deno.test("POST /api/router/restore brings a configuration of the history back", async () => {
  await using api = await startAdminApi();
  await api.call("PUT", "/router/config", { ...ON, apply_to: "auto" });
  await api.call("PUT", "/router/config", { strategy: "off" });
  const [, first] = (await api.call("GET", "/router/history")).body.data;

  const { status, body } = await api.call("POST", `/router/restore/${first.id}`);

  assert.deepEqual([status, body.data.strategy, body.data.apply_to], [200, "complexity", "auto"]);
  assert.equal((await api.call("GET", "/router/history")).body.data.length, 3);
  assert.equal((await api.call("POST", "/router/restore/999")).status, 404);
});
