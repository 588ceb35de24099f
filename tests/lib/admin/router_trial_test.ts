import assert from "node:assert/strict";
import {
  sharesOf,
  trialPrompt,
  tryLoggedPrompts,
  tryPrompt,
} from "../../../lib/admin/router_trial.ts";
import { type RouterOptions, routerSettings } from "../../../lib/router/settings.ts";
import { openAdmin } from "../../support/admin_parts.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { routerOptions } from "../../support/router.ts";
import { recordedRequest, testId } from "../../support/test_store.ts";

const { signal } = new AbortController();
const configuration = (change: Partial<RouterOptions> = {}) => {
  const options = routerOptions(change);
  return { options, settings: routerSettings(options), classifier: null };
};
const prompt = (content: string, model = "gpt-4o") =>
  trialPrompt("openai_chat", { messages: [{ role: "user", content }] }, model);

Deno.test("tryPrompt decides, whomever the router applies to, and says whether it would", async () => {
  const clock = new HandClock();
  const auto = configuration({ apply_to: "auto" });
  const named = await tryPrompt(prompt("analyze this"), auto, clock, signal);
  const asked = await tryPrompt(prompt("analyze this", "auto"), auto, clock, signal);

  assert.deepEqual([named.decision.tier, named.applies], ["MEDIUM", false]);
  assert.deepEqual([asked.decision.tier, asked.applies], ["MEDIUM", true]);
});

Deno.test("tryPrompt: off means the model that was asked for, with score 0", async () => {
  const { decision, applies } = await tryPrompt(
    prompt("analyze this"),
    configuration(),
    new HandClock(),
    signal,
  );

  const { tier, score, model } = decision;
  assert.deepEqual([tier, score, model, applies], ["DIRECT", 0, "gpt-4o", false]);
});

Deno.test("tryPrompt takes messages that are none", async () => {
  const odd = trialPrompt("openai_chat", { messages: [null, 7, { content: [null] }] }, "m");

  const { decision } = await tryPrompt(
    odd,
    configuration({ apply_to: "all" }),
    new HandClock(),
    signal,
  );

  assert.equal(decision.score, 0);
});

Deno.test("tryLoggedPrompts decides anew about what the log holds, whatever format it is in", async () => {
  await using made = await openAdmin();
  const { store, db, clock } = made;
  const bodies = [
    ["openai_chat", { messages: [{ role: "user", content: "analyze this" }] }],
    ["anthropic_messages", { messages: [{ role: "user", content: "step by step, analyze" }] }],
    ["openai_embeddings", { input: "analyze" }],
    ["openai_chat", "cut off {"],
  ] as const;
  await store.append(bodies.map(([format, body], at) =>
    recordedRequest(
      { id: testId(at + 1), format, complexityTier: at === 0 ? "SIMPLE" : null },
      { request: typeof body === "string" ? body : JSON.stringify(body) },
    )
  ));

  const tried = await tryLoggedPrompts(
    { db, clock },
    configuration({ apply_to: "all" }),
    10,
    signal,
  );

  assert.deepEqual(tried.prompts.map(({ id, tier, logged_tier }) => [id, tier, logged_tier]), [
    [testId(4), "SIMPLE", null],
    [testId(2), "REASONING", null],
    [testId(1), "MEDIUM", "SIMPLE"],
  ]);
  assert.equal(tried.count, 3);
  assert.deepEqual(tried.tier_distribution.map(({ percentage }) => percentage), [33.3, 33.3, 33.3]);
});

Deno.test("sharesOf: the largest first, with one decimal, nothing of nothing", () => {
  assert.deepEqual(sharesOf(new Map([["MEDIUM", 1], ["SIMPLE", 1], ["COMPLEX", 4]])), [
    { tier: "COMPLEX", count: 4, percentage: 66.7 },
    { tier: "SIMPLE", count: 1, percentage: 16.7 },
    { tier: "MEDIUM", count: 1, percentage: 16.7 },
  ]);
  assert.deepEqual(sharesOf(new Map()), []);
});
