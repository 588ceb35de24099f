import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_ATTEMPT_POLICY } from "../../../lib/gateway/attempt_policy.ts";
import { RetryBudget } from "../../../lib/gateway/retry_budget.ts";
import { HandClock } from "../../support/hand_clock.ts";

function budget(percent: number, perSecond: number) {
  const policy = {
    ...DEFAULT_ATTEMPT_POLICY,
    retryBudgetPercent: percent,
    retryBudgetPerSecond: perSecond,
  };
  const clock = new HandClock();
  return { clock, budget: new RetryBudget(() => policy, clock) };
}

function taken(subject: RetryBudget, tries: number): number {
  return Array.from({ length: tries }, () => subject.take()).filter((allowed) => allowed).length;
}

Deno.test("RetryBudget gives a share of the requests", () => {
  const { budget: subject } = budget(20, 0);
  for (let i = 0; i < 50; i++) subject.earn();

  assert.equal(taken(subject, 100), 10);
});

Deno.test("RetryBudget saves up no more than a hundred requests earn", () => {
  const { budget: subject } = budget(20, 0);
  for (let i = 0; i < 10_000; i++) subject.earn();

  assert.equal(taken(subject, 100), 20);
});

Deno.test("RetryBudget gives some each second whatever the traffic, and saves ten seconds of it", () => {
  const { clock, budget: subject } = budget(0, 2);

  assert.equal(taken(subject, 100), 20);
  clock.advance(1500);
  assert.equal(taken(subject, 100), 3);
  clock.advance(3_600_000);
  assert.equal(taken(subject, 100), 20);
});

Deno.test("RetryBudget of nothing allows nothing", () => {
  const { clock, budget: subject } = budget(0, 0);
  subject.earn();
  clock.advance(60_000);

  assert.equal(subject.take(), false);
});

Deno.test("RetryBudget never multiplies load, whatever comes in which order", () => {
  const steps = fc.array(fc.constantFrom("request", "fail", "wait"), { maxLength: 500 });
  fc.assert(fc.property(steps, (all) => {
    const { clock, budget: subject } = budget(20, 5);
    let requests = 0;
    let retries = 0;
    let seconds = 0;
    for (const step of all) {
      if (step === "request") {
        requests++;
        subject.earn();
      } else if (step === "wait") {
        seconds += 0.1;
        clock.advance(100);
      } else if (subject.take()) retries++;
    }
    assert.ok(retries <= requests * 0.2 + 50 + seconds * 5 + 1e-6);
  }));
});
