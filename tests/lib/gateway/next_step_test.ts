import assert from "node:assert/strict";
import { OPEN_SCOPE } from "../../../lib/domain/model_scope.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { type AttemptPolicy, DEFAULT_ATTEMPT_POLICY } from "../../../lib/gateway/attempt_policy.ts";
import { KeyRotation } from "../../../lib/gateway/choose_key.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import type { Failure, FailureKind } from "../../../lib/gateway/failure.ts";
import { NextStep, type Step } from "../../../lib/gateway/next_step.ts";
import { pause } from "../../../lib/gateway/pause.ts";
import { Plan } from "../../../lib/gateway/plan.ts";
import { recordAttempt } from "../../../lib/gateway/record_attempt.ts";
import { resolveModel } from "../../../lib/gateway/resolve.ts";
import { RetryBudget } from "../../../lib/gateway/retry_budget.ts";
import { flowError } from "../../support/flow_error.ts";
import { directoryOf, usableKey } from "../../support/gateway.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { failure, keyHealth, targetOf } from "../../support/key_health.ts";

const TARGET = targetOf();
const ONE = ["openai a"];
const TWO = ["openai a", "openai b"];
const FAILED = { sentMs: 0, knownMs: 0, status: 500, outcome: "failed", reason: "No." } as const;

/** A request whose first attempt has been made. Keys are written `provider id`. */
function afterFirst(
  keys: readonly string[],
  fallbacks: readonly string[] = [],
  change: Partial<AttemptPolicy> = {},
) {
  const clock = new HandClock();
  const health = keyHealth(clock);
  const directory = directoryOf({
    keys: keys.map((key) => {
      const [provider = "", id = ""] = key.split(" ");
      return { provider, key: usableKey({ id }), sealed: false };
    }),
  });
  const plan = new Plan({
    primary: resolveModel("openai/m", directory),
    fallbacks,
    directory,
    scope: OPEN_SCOPE,
    keys: new KeyRotation(health),
    health,
    clock,
    onSkipped() {},
  });
  const draft = new Draft("id", CHAT, 0, 0, null);
  const policy = { ...DEFAULT_ATTEMPT_POLICY, ...change };
  const [caller, closing] = [new AbortController(), new AbortController()];
  const steps = new NextStep({
    draft,
    plan,
    policy,
    budget: new RetryBudget(() => policy, clock),
    random: () => 0.5,
    pause,
    caller: caller.signal,
    closing: closing.signal,
  });
  let target = plan.first();
  recordAttempt(draft, target, FAILED);
  /** What follows the last attempt, which is then made. */
  const after = (failed: Failure | null): string | null => {
    const step: Step | null = steps.after(target, failed);
    if (step === null) return null;
    target = step.target;
    recordAttempt(draft, target, FAILED);
    return `${target.key?.id}:${target.upstreamModel} +${step.waitMs}`;
  };
  /** What a step leads to after its pause, when `between` happened meanwhile. */
  const later = async (failed: Failure, between: (step: Step) => void): Promise<string | null> => {
    const step = steps.after(target, failed);
    assert.ok(step);
    between(step);
    const then = await steps.wait(step);
    return then && `${then.key?.id}:${then.upstreamModel}`;
  };
  return { steps, after, later, health, caller, closing };
}

const EVERYTHING = ["openai a", "openai b", "groq g"];
const table: [kind: FailureKind, more: Partial<Failure>, next: string | null][] = [
  ["invalid_request", { status: 400 }, null],
  ["not_found", { status: 404 }, null],
  ["too_large", { status: 413 }, null],
  ["content_filter", {}, null],
  // Only a larger model helps, and at once.
  ["context_too_long", {}, "g:x +0"],
  // Another key of the provider helps at once.
  ["authentication", {}, "b:m +0"],
  ["permission", {}, "b:m +0"],
  ["quota", {}, "b:m +0"],
  ["rate_limit", { retryAfterMs: 60_000 }, "b:m +0"],
  ["rate_limit", { forbidsRetry: true }, "b:m +0"],
  // The provider as a whole may be in trouble.
  ["server", {}, "b:m +50"],
  ["overloaded", {}, "b:m +50"],
  ["timeout", {}, "b:m +50"],
  ["unreachable", {}, "b:m +50"],
  ["interrupted", {}, "b:m +50"],
  ["invalid_response", {}, "b:m +50"],
  ["server", { forbidsRetry: true }, "g:x +0"],
];
for (const [kind, more, next] of table) {
  Deno.test(`NextStep after ${kind} ${JSON.stringify(more)} with all there is: ${next}`, () => {
    assert.equal(afterFirst(EVERYTHING, ["groq/x"]).after(failure(kind, more)), next);
  });
}

const single: [kind: FailureKind, more: Partial<Failure>, next: string | null][] = [
  ["server", {}, "a:m +50"],
  ["unreachable", { status: null }, "a:m +50"],
  ["interrupted", {}, "a:m +50"],
  ["overloaded", { retryAfterMs: 1500 }, "a:m +1500"],
  ["overloaded", { retryAfterMs: 2001 }, null],
  ["rate_limit", {}, null],
  ["rate_limit", { retryAfterMs: 120 }, "a:m +120"],
  ["rate_limit", { retryAfterMs: 60_000 }, null],
  ["timeout", { status: null }, null],
  ["server", { forbidsRetry: true }, null],
  ["invalid_response", {}, null],
  ["authentication", {}, null],
  ["context_too_long", {}, null],
];
for (const [kind, more, next] of single) {
  Deno.test(`NextStep after ${kind} ${JSON.stringify(more)} with one key: ${next}`, () => {
    assert.equal(afterFirst(ONE).after(failure(kind, more)), next);
  });
}

Deno.test("NextStep asks the only key again once, or as often as it is told", () => {
  const once = afterFirst(ONE);
  const never = afterFirst(ONE, [], { sameKeyRetries: 0 });

  assert.deepEqual([once.after(failure("server")), once.after(failure("server"))], [
    "a:m +50",
    null,
  ]);
  assert.equal(never.after(failure("server")), null);
});

Deno.test("NextStep does not ask a key again that is not the only one", () => {
  const { after } = afterFirst(TWO);

  assert.deepEqual([after(failure("server")), after(failure("server"))], ["b:m +50", null]);
});

Deno.test("NextStep doubles its pauses within one provider, and moves to another one at once", () => {
  const { after } = afterFirst(["openai a", "openai b", "openai c", "groq g"], ["groq/x"]);
  const pauses = [after(failure("server")), after(failure("server")), after(failure("server"))];

  assert.deepEqual(pauses, ["b:m +50", "c:m +100", "g:x +0"]);
});

Deno.test("NextStep stops at the greatest number of attempts", () => {
  const { after, steps } = afterFirst(EVERYTHING, ["groq/x"], { maxAttempts: 2 });

  assert.equal(steps.mayFollow, false, "the one about to be made would be the last");
  assert.deepEqual([after(failure("server")), after(failure("server"))], ["b:m +50", null]);
});

Deno.test("NextStep stops when the budget is spent", () => {
  const { after } = afterFirst(EVERYTHING, [], {
    retryBudgetPercent: 0,
    retryBudgetPerSecond: 0,
  });

  assert.equal(after(failure("authentication")), null);
});

Deno.test("NextStep goes on to the next model when a target could not be asked at all", () => {
  assert.equal(afterFirst(EVERYTHING, ["groq/x"]).after(null), "g:x +0");
});

Deno.test("NextStep tries nothing for a caller who is gone", () => {
  const { after, caller } = afterFirst(TWO);
  caller.abort();

  assert.throws(() => after(failure("server")), flowError("caller_gone"));
});

Deno.test("NextStep goes elsewhere after a pause when its target has failed others meanwhile", async () => {
  const quick = { backoffBaseMs: 1 };
  const { later, health } = afterFirst(["openai a", "openai b", "openai c"], [], quick);

  const then = await later(failure("server"), ({ target }) => {
    health.failed(health.begin(target), failure("authentication"));
  });

  assert.equal(then, "c:m");
});

Deno.test("NextStep does not doubt the only key after a pause", async () => {
  const { later, health } = afterFirst(ONE, [], { backoffBaseMs: 1 });

  const then = await later(failure("server"), ({ target }) => {
    health.failed(health.begin(target), failure("rate_limit"));
  });

  assert.equal(then, "a:m");
});

for (const [who, code] of [["caller", "caller_gone"], ["closing", "shutting_down"]] as const) {
  Deno.test(`NextStep ends a pause at once when the signal '${who}' fires`, async () => {
    const subject = afterFirst(TWO);
    const waiting = subject.steps.wait({ target: TARGET, waitMs: 3_600_000, isRepeat: false });

    subject[who].abort(new FlowError("shutting_down", "Closing time."));

    await assert.rejects(waiting, flowError(code));
  });
}
