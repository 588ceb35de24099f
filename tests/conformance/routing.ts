/** The smart router: its configuration over `/api/router`, and what it does to requests. */
import assert from "node:assert/strict";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { CHAT, check, type CheckGroup, get, post, type Subject } from "./check.ts";

const MODELS = {
  SIMPLE: "sim/simple",
  MEDIUM: "sim/medium",
  COMPLEX: "sim/complex",
  REASONING: "sim/reasoning",
};
const ON = { enabled: true, strategy: "complexity", complexity: { tiers: MODELS } };

/** Prompt → score and tier at the default weights and boundaries. */
const GOLDEN = [
  ["Hello!", 0, "SIMPLE"],
  ["Thank you, that worked", 0, "SIMPLE"],
  ["Write a function to parse JSON in Python", 0.04, "SIMPLE"],
  ["Implement a distributed consensus algorithm with database and api layers", 0.21, "SIMPLE"],
  [
    "Implement a distributed database sharding service with API endpoints, async workers, and " +
    "query optimization.",
    0.25,
    "MEDIUM",
  ],
  ["Please evaluate this", 0.25, "MEDIUM"],
  ["critically evaluate this", 1, "REASONING"],
  ["Write a first draft of a letter to my therapist about a craft class", 0.13, "SIMPLE"],
  ["mutex deadlock sharding", 0.15, "SIMPLE"],
  ["Costs 1.5 and 2.5 units", 0.05, "SIMPLE"],
  ["why? how?", 0.025, "SIMPLE"],
  ["word ".repeat(400), 0.15, "SIMPLE"],
] as const;

type Admin = Subject & { readonly password: string };
const NEEDS = ["password"] as const;
const user = (content: unknown) => [{ role: "user", content }];

async function admin(
  s: Admin,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: Readonly<Record<string, unknown>> | string,
): Promise<RawAnswer> {
  const signedIn = await post(s, "/api/auth/verify", { password: s.password });
  const { token } = JSON.parse(signedIn.text());
  return await rawRequest(`${s.url}/api/router${path}`, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  });
}

async function dataOf(answer: Promise<RawAnswer>) {
  const { status, text } = await answer.then((a) => ({ status: a.status, text: a.text() }));
  assert.equal(status, 200, text);
  const { success, data } = JSON.parse(text);
  assert.equal(success, true);
  return data;
}

const put = (s: Admin, body: Readonly<Record<string, unknown>>) =>
  dataOf(admin(s, "PUT", "/config", body));
const test = (s: Admin, messages: unknown, model = "gpt-4o") =>
  dataOf(admin(s, "POST", "/test", { messages, model }));
const chat = (s: Subject, content: string, model = "sim/asked") =>
  post(s, CHAT, { model, messages: user(content) });

export const ROUTING: CheckGroup = {
  name: "the smart router",
  checks: [
    check("reading and changing it takes an administrator", NEEDS, async (s) => {
      assert.equal((await get(s, "/api/router/config")).status, 401);
      assert.equal((await get(s, "/api/router/stats")).status, 401);
      const changed = await rawRequest(`${s.url}/api/router/config`, { method: "PUT", body: ON });
      assert.equal(changed.status, 401);
    }),
    check("its configuration has strategy, tiers, boundaries and weights", NEEDS, async (s) => {
      const { enabled, strategy, complexity, classifier } = await dataOf(
        admin(s, "GET", "/config"),
      );
      assert.deepEqual([enabled, strategy], [false, "off"]);
      assert.deepEqual(Object.keys(complexity.tiers), Object.keys(MODELS));
      assert.deepEqual(Object.values(complexity.tier_boundaries), [0.25, 0.5, 0.75]);
      assert.equal(Object.keys(complexity.dimension_weights).length, 7);
      assert.equal(typeof classifier.available, "boolean");
      assert.equal(typeof classifier.mf_embedding_model, "string");
    }),
    check("off: the model stays, the tier is DIRECT, the score 0", NEEDS, async (s) => {
      const { strategy, tier, score, routed_model } = await test(s, user("analyze step by step"));
      assert.deepEqual([strategy, tier, score, routed_model], ["off", "DIRECT", 0, "gpt-4o"]);
    }),
    check("what is put can be read back", NEEDS, async (s) => {
      const told = await put(s, ON);
      assert.deepEqual(told.complexity.tiers, MODELS);
      assert.deepEqual(await dataOf(admin(s, "GET", "/config")), told);
    }),
    check("prompts have their published scores and tiers", NEEDS, async (s) => {
      for (const [prompt, score, tier] of GOLDEN) {
        const told = await test(s, user(prompt));
        assert.deepEqual([told.score, told.tier], [score, tier], prompt);
        assert.equal(told.routed_model, MODELS[tier]);
        assert.equal(told.original_model, "gpt-4o");
      }
    }),
    check("only the user's text is scored, in parts as well", NEEDS, async (s) => {
      const system = [{ role: "system", content: "analyze step by step" }];
      assert.equal((await test(s, [...system, ...user("x")])).score, 0);
      assert.equal((await test(s, user([{ type: "text", text: "analyze this" }]))).score, 0.25);
    }),
    check("a test without messages is a 422 in an envelope", NEEDS, async (s) => {
      const answer = await admin(s, "POST", "/test", { messages: [] });
      assert.equal(answer.status, 422);
      assert.match(answer.text(), /^\{"success":false,"error":"/);
    }),
    check("a routed request goes to the tier's model", [...NEEDS, "simulator"], async (s) => {
      const answer = await chat(s, "analyze this");
      assert.equal(answer.status, 200);
      assert.equal(JSON.parse(answer.text()).model, "medium");
      assert.equal(answer.header("x-flow-tier"), "MEDIUM");
    }),
    check(
      "its row holds what was asked for, tier, score and the reasons",
      [...NEEDS, "simulator", "row"],
      async (s) => {
        const row = await s.row((await chat(s, "analyze this")).header("x-request-id"));
        assert.deepEqual(
          [row.model_requested, row.complexity_tier, row.complexity_score],
          ["sim/asked", "MEDIUM", 0.25],
        );
      },
    ),
    check(
      "items of Responses are scored, whatever their parts are called",
      [...NEEDS, "simulator"],
      async (s) => {
        const input = [{ role: "user", content: [{ type: "input_text", text: "analyze this" }] }];
        const answer = await post(s, "/v1/responses", { model: "sim/asked", input });
        assert.equal(answer.header("x-flow-tier"), "MEDIUM");
      },
    ),
    check("names that ask for it are in the list of models", NEEDS, async (s) => {
      const { data } = JSON.parse((await get(s, "/v1/models")).text());
      assert.equal(data[0].id, "auto");
    }),
    check("routed requests are counted by tier and day", [...NEEDS, "row"], async (s) => {
      await s.row((await chat(s, "analyze this")).header("x-request-id"));
      const { tier_distribution, daily_trend, total_routed } = await dataOf(
        admin(s, "GET", "/stats?days=1"),
      );
      const sum = tier_distribution.reduce(
        (all: number, one: { count: number }) => all + one.count,
        0,
      );
      assert.equal(sum, total_routed);
      assert.ok(total_routed > 0 && daily_trend.length > 0);
      assert.equal((await admin(s, "GET", "/stats?days=0")).status, 422);
    }),
    check("boundaries and models of one's own are obeyed at once", NEEDS, async (s) => {
      await put(s, {
        ...ON,
        complexity: {
          tiers: { ...MODELS, REASONING: "sim/mine" },
          tier_boundaries: { simple_medium: 0.01, medium_complex: 0.02, complex_reasoning: 0.03 },
        },
      });
      const { tier, routed_model } = await test(s, user("mutex"));
      assert.deepEqual([tier, routed_model], ["REASONING", "sim/mine"]);
    }),
    check("without a classifier prompts are scored by rules all the same", NEEDS, async (s) => {
      await put(s, { ...ON, strategy: "classifier", classifier: { type: "mf" } });
      assert.equal((await test(s, user("analyze this"))).tier, "MEDIUM");
      const { strategy, classifier } = await dataOf(admin(s, "GET", "/config"));
      assert.equal(classifier.available || strategy === "classifier", true);
    }),
    check("secrets for embeddings are neither kept nor shown", NEEDS, async (s) => {
      const secret = "sk-conformance-embedding-secret";
      const told = await put(s, {
        ...ON,
        classifier: { type: "mf", mf_embedding_api_key: secret },
      });
      const read = await dataOf(admin(s, "GET", "/config"));
      assert.ok(!JSON.stringify([told, read]).includes(secret));
    }),
    check("a configuration that is not valid is a 422, and the old one stays", NEEDS, async (s) => {
      const before = await put(s, ON);
      for (
        const wrong of [
          { ...ON, complexity: { tiers: null } },
          { ...ON, complexity: { tier_boundaries: { simple_medium: "low" } } },
          { ...ON, strategy: "weird" },
          "[]",
        ]
      ) {
        assert.equal((await admin(s, "PUT", "/config", wrong)).status, 422);
      }
      assert.deepEqual(await dataOf(admin(s, "GET", "/config")), before);
    }),
    check("an earlier configuration can be brought back", NEEDS, async (s) => {
      await put(s, { ...ON, complexity: { tiers: { SIMPLE: "sim/earlier" } } });
      const [{ id }] = await dataOf(admin(s, "GET", "/history"));
      await put(s, { strategy: "off" });
      const back = await dataOf(admin(s, "POST", `/restore/${id}`));
      assert.equal(back.complexity.tiers.SIMPLE, "sim/earlier");
    }),
    check("a header routes one request, and a wrong one is a 400", NEEDS, async (s) => {
      const withHeader = (route: string) =>
        post(s, CHAT, { model: "sim/asked", messages: user("x") }, { "x-flow-route": route });
      const refused = await withHeader("sideways");
      assert.equal(refused.status, 400);
      assert.match(refused.text(), /x-flow-route/);
      assert.equal((await withHeader("off")).header("x-flow-tier"), null);
    }),
  ],
};
