import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { COUNT_TOKENS, MESSAGES } from "../../../lib/formats/anthropic_messages/endpoints.ts";
import { EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { RESPONSES } from "../../../lib/formats/openai_responses/endpoints.ts";
import { whyRefused } from "../../../lib/gateway/model_router.ts";
import { OPEN_SCOPE } from "../../../lib/domain/model_scope.ts";
import type { Classifier } from "../../../lib/router/classifier.ts";
import { type RouterOptions, routerSettings } from "../../../lib/router/settings.ts";
import {
  directoryOf,
  type FixtureOptions,
  type GatewayFixture,
  gatewayFixture,
  send,
  usableKey,
} from "../../support/gateway.ts";
import { recordingLog } from "../../support/recording_log.ts";
import { routerOptions } from "../../support/router.ts";

const TIERS = {
  SIMPLE: "openai/small",
  MEDIUM: "openai/middle",
  COMPLEX: "openai/large",
  REASONING: "openai/thinker",
};

function routed(change: Partial<RouterOptions> = {}, more: FixtureOptions = {}): GatewayFixture {
  return gatewayFixture({ router: { tiers: TIERS, apply_to: "all", ...change }, ...more });
}

const body = (content: string, model = "openai/gpt-4o") => ({
  model,
  messages: [{ role: "user", content }],
});
const sentModel = (fixture: GatewayFixture, at = 0) => JSON.parse(fixture.seen[at]!.body).model;

Deno.test("ModelRouter: the provider is asked for the tier's model; answer and row say why", async () => {
  using fixture = routed();

  const answer = await send(fixture, body("analyze this"));

  assert.equal(sentModel(fixture), "middle");
  assert.equal(answer.headers.get("x-flow-tier"), "MEDIUM");
  assert.match(
    answer.headers.get("x-flow-decision")!,
    /^complexity; tier=MEDIUM; score=0.25; us=\d+$/,
  );
  const { modelRequested, complexityTier, complexityScore, decision } = fixture.row();
  assert.deepEqual([modelRequested, complexityTier, complexityScore], [
    "openai/gpt-4o",
    "MEDIUM",
    0.25,
  ]);
  assert.equal(decision?.model, "openai/middle");
  assert.equal(decision?.baselineModel, "openai/gpt-4o");
});

Deno.test("ModelRouter: who names a model gets it, with not a byte changed", async () => {
  using fixture = routed({ apply_to: "auto" });

  const answer = await send(fixture, body("analyze this"));

  assert.equal(sentModel(fixture), "gpt-4o");
  assert.equal(answer.headers.get("x-flow-decision"), null);
  assert.deepEqual([fixture.row().complexityTier, fixture.row().decision], [null, null]);
});

Deno.test("ModelRouter: auto is scored in every format that callers speak", async () => {
  const table = [
    [RESPONSES, {
      model: "auto",
      input: [{
        role: "user",
        content: [
          { type: "input_text", text: "analyze this" },
        ],
      }],
    }],
    [MESSAGES, {
      model: "auto",
      max_tokens: 9,
      messages: [
        { role: "user", content: [{ type: "text", text: "analyze this" }] },
      ],
    }],
  ] as const;
  for (const [endpoint, request] of table) {
    using fixture = routed({ apply_to: "auto" });

    await send(fixture, request, { endpoint });

    assert.equal(sentModel(fixture), "middle", endpoint.path);
    const { modelRequested, decision } = fixture.row();
    assert.equal(modelRequested, "auto");
    assert.equal(decision?.baselineModel, null);
  }
});

Deno.test("ModelRouter: a name of a tier leads to its model, unscored", async () => {
  using fixture = routed({ apply_to: "auto", aliases: { "team-best": "COMPLEX" } });

  await send(fixture, body("hello", "auto:best"));
  await send(fixture, body("hello", "team-best"));

  assert.deepEqual([sentModel(fixture, 0), sentModel(fixture, 1)], ["thinker", "large"]);
  assert.equal(fixture.rows[1]!.record.complexityScore, null);
});

Deno.test("ModelRouter: the header chooses for one request", async () => {
  using fixture = routed({ apply_to: "auto" });
  const sendWith = (route: string, model?: string) =>
    send(fixture, body("analyze this", model), { headers: { "x-flow-route": route } });

  await sendWith("complexity");
  await sendWith("tier=SIMPLE");
  await sendWith("off");
  const odd = await sendWith("perhaps");
  const none = await sendWith("off", "auto");

  assert.deepEqual(fixture.seen.map((_, at) => sentModel(fixture, at)), [
    "middle",
    "small",
    "gpt-4o",
  ]);
  for (const refused of [odd, none]) {
    assert.equal(refused.status, 400);
    assert.equal((await refused.json()).error.param, "x-flow-route");
  }
});

Deno.test("ModelRouter: while it is off nothing is routed, and its names say so", async () => {
  using fixture = gatewayFixture();

  const plain = await send(fixture, body("analyze this"), {
    headers: { "x-flow-route": "tier=SIMPLE" },
  });
  const auto = await send(fixture, body("hello", "auto"));

  assert.equal(sentModel(fixture), "gpt-4o");
  assert.equal(plain.headers.get("x-flow-tier"), "DIRECT");
  assert.equal(fixture.rows[0]!.record.complexityTier, null);
  assert.equal(auto.status, 404);
  assert.match((await auto.json()).error.message, /router is off.*smart_router\.enabled/);
});

Deno.test("ModelRouter: what is no conversation stays as it is", async () => {
  using fixture = routed();

  await send(fixture, { model: "openai/m", input: "analyze step by step" }, {
    endpoint: EMBEDDINGS,
  });

  assert.equal(sentModel(fixture), "m");
  assert.equal(fixture.row().decision, null);
});

Deno.test("ModelRouter: tokens are counted for the model that would be asked", async () => {
  using fixture = routed({ apply_to: "auto" });

  const answer = await send(fixture, { ...body("hello", "auto"), max_tokens: 1 }, {
    endpoint: COUNT_TOKENS,
  });

  assert.equal(answer.status, 200);
  assert.equal(fixture.row().complexityTier, "SIMPLE");
});

Deno.test("ModelRouter: other models of the tier stand in, then those of the table", async () => {
  using fixture = routed(
    { tiers: { ...TIERS, MEDIUM: ["openai/m1", "openai/m2"] } },
    {
      provider: ({ body }) =>
        JSON.parse(body).model === "m3"
          ? Response.json({ choices: [] })
          : new Response("{}", { status: 500 }),
      fallbacks: { "tier:MEDIUM": ["openai/m2", "openai/m3"] },
    },
  );

  const answer = await send(fixture, body("analyze this"));

  assert.deepEqual(fixture.seen.map((_, at) => sentModel(fixture, at)), ["m1", "m2", "m3"]);
  assert.equal(answer.headers.get("x-flow-fallback-from"), "openai/m1");
});

Deno.test("ModelRouter: a model whose provider has no key is passed over for the nearest tier's", async () => {
  using fixture = routed({ tiers: { ...TIERS, MEDIUM: "anthropic/claude-x" } });

  const answer = await send(fixture, body("analyze this"));

  assert.equal(sentModel(fixture), "large");
  assert.match(answer.headers.get("x-flow-decision")!, /served_by=COMPLEX; excluded=1/);
  assert.match(fixture.row().decision!.excluded[0]!.reason, /no key for Anthropic/);
});

Deno.test("ModelRouter: a prompt that a model's window cannot hold goes to one that can", async () => {
  using fixture = routed({ tiers: { ...TIERS, SIMPLE: "openai/gpt-4" } });

  await send(fixture, body("lorem ipsum ".repeat(20_000)));

  const { decision } = fixture.row();
  assert.match(decision!.excluded[0]!.reason, /context window 8192/);
  assert.equal(sentModel(fixture), "middle");
});

Deno.test("ModelRouter: a session keeps its tier within the margin, for the same caller only", async () => {
  const callers = [{ id: "a", name: "a" }, { id: "a", name: "a" }, { id: "b", name: "b" }];
  using fixture = routed({ stickiness: 0.3 }, { admit: () => callers.shift() ?? null });
  const headers = { "x-session-id": "s" };

  for (const text of ["hello", "analyze this", "analyze this"]) {
    await send(fixture, body(text), { headers });
  }

  assert.deepEqual(fixture.rows.map(({ record }) => record.complexityTier), [
    "SIMPLE",
    "SIMPLE",
    "MEDIUM",
  ]);
  assert.equal(fixture.rows[1]!.record.decision!.heldAgainst, "MEDIUM");
});

Deno.test("ModelRouter: without a classifier complexity stands in, told once in the log", async () => {
  const log = recordingLog();
  using fixture = routed({ strategy: "classifier" }, { log });

  await send(fixture, body("analyze this"));
  await send(fixture, body("analyze this"));

  const { strategy, scorer, fallbackReason, tier } = fixture.rows[1]!.record.decision!;
  assert.deepEqual([strategy, scorer, tier], ["classifier", "complexity", "MEDIUM"]);
  assert.equal(fallbackReason, "No classifier is there.");
  assert.equal(log.lines.filter((line) => line.includes("instead of the classifier")).length, 1);
});

Deno.test("ModelRouter: the log tells a classifier's failure again once it had recovered", async () => {
  const log = recordingLog();
  const answers = [null, 0.9, null];
  const classifier: Classifier = {
    type: "test",
    score() {
      const value = answers.shift() ?? null;
      if (value === null) throw new FlowError("upstream_error", "It is ill.");
      return { value, contributions: [] };
    },
  };
  using fixture = routed({ strategy: "classifier" }, { log, classifier });

  for (let at = 0; at < 3; at++) await send(fixture, body("hello"));

  assert.deepEqual(fixture.rows.map(({ record }) => record.decision?.scorer), [
    "complexity",
    "classifier",
    "complexity",
  ]);
  assert.equal(log.lines.length, 2);
});

Deno.test("ModelRouter: a thousand changes under a stream of requests; each sees one whole configuration", async () => {
  using fixture = routed();
  const settings = Array.from({ length: 1000 }, (_, at) =>
    routerSettings(routerOptions({
      apply_to: "all",
      tiers: { SIMPLE: `openai/v${at}`, MEDIUM: [`openai/v${at}`, `openai/w${at}`] },
      tier_boundaries: { simple_medium: at % 2, medium_complex: 1, complex_reasoning: 1 },
    })));
  const answers: Promise<Response>[] = [];
  for (const next of settings) {
    fixture.router = { settings: next, classifier: null };
    answers.push(send(fixture, body("hello")));
    if (answers.length % 10 === 0) await Promise.resolve();
  }

  for (const answer of await Promise.all(answers)) assert.equal(answer.status, 200);

  assert.equal(fixture.rows.length, 1000);
  for (const { record: { decision } } of fixture.rows) {
    const version = Number(/^openai\/v(\d+)$/.exec(decision!.model)?.[1]);
    // An odd version's only limit is 1, an even one's is 0: tier and model are of one version.
    assert.equal(decision!.tier, version % 2 === 1 ? "SIMPLE" : "MEDIUM");
    assert.deepEqual(decision!.standIns, version % 2 === 1 ? [] : [`openai/w${version}`]);
  }
});

Deno.test("whyRefused: a locked vault is no reason to go elsewhere", () => {
  const open = directoryOf();
  const locked = directoryOf({
    vault: "locked",
    keys: [{ provider: "openai", key: usableKey(), sealed: true }],
  });

  assert.equal(whyRefused("openai/m", open, OPEN_SCOPE), null);
  assert.equal(whyRefused("openai/m", locked, OPEN_SCOPE), null);
  assert.match(whyRefused("anthropic/m", open, OPEN_SCOPE) ?? "", /no key for Anthropic/);
  assert.match(whyRefused("who-knows", open, OPEN_SCOPE) ?? "", /not known/);
});
