import assert from "node:assert/strict";
import { OPEN_SCOPE } from "../../../lib/domain/model_scope.ts";
import type { DirectoryParts } from "../../../lib/gateway/build_directory.ts";
import { KeyRotation } from "../../../lib/gateway/choose_key.ts";
import { Plan } from "../../../lib/gateway/plan.ts";
import { resolveModel } from "../../../lib/gateway/resolve.ts";
import type { Target } from "../../../lib/gateway/target.ts";
import { flowError } from "../../support/flow_error.ts";
import { directoryOf, usableKey } from "../../support/gateway.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { failure, keyHealth } from "../../support/key_health.ts";

const ANY = { otherModel: false, otherProvider: false };
const key = (provider: string, id: string) => ({
  provider,
  key: usableKey({ id, label: id }),
  sealed: false,
});
const KEYS = [key("openai", "a"), key("openai", "b"), key("groq", "g")];

function setting(
  fallbacks: readonly string[] = [],
  keys: DirectoryParts["keys"] = KEYS,
  model = "openai/m",
) {
  const clock = new HandClock();
  const health = keyHealth(clock);
  const directory = directoryOf({ keys });
  const skipped: string[] = [];
  const plan = new Plan({
    primary: resolveModel(model, directory),
    fallbacks,
    directory,
    scope: OPEN_SCOPE,
    keys: new KeyRotation(health),
    health,
    clock,
    onSkipped: ({ entry, upstreamModel }, reason) =>
      skipped.push(`${entry.provider.id}/${upstreamModel}: ${reason}`),
  });
  const rest = (model: string, id: string, more = {}) => {
    const resolved = resolveModel(model, directory);
    const found = resolved.entry.keys.find((each) => each.id === id) ?? null;
    const permit = health.begin({ ...resolved, key: found });
    health.failed(permit, failure("rate_limit", { retryAfterMs: 5000, ...more }));
    clock.advance(1);
  };
  return { plan, skipped, rest };
}

const name = (target: Target | null): string | null =>
  target && `${target.key?.id ?? "-"}:${target.entry.provider.id}/${target.upstreamModel}`;

/** All targets of a plan, in order. */
function all(plan: Plan, wish = ANY): (string | null)[] {
  const found: (string | null)[] = [];
  for (
    let target: Target | null = plan.first();
    target !== null;
    target = plan.next(target, wish)
  ) {
    found.push(name(target));
  }
  return found;
}

Deno.test("Plan goes through the keys of the model, then through those that stand in", () => {
  const { plan } = setting(["groq/x", "openai/y"]);

  assert.deepEqual(all(plan), [
    "a:openai/m",
    "b:openai/m",
    "g:groq/x",
    "b:openai/y",
    "a:openai/y",
  ]);
});

Deno.test("Plan goes to the next model where no key could help", () => {
  const { plan } = setting(["openai/large", "groq/x"]);

  assert.deepEqual(all(plan, { otherModel: true, otherProvider: false }), [
    "a:openai/m",
    "b:openai/large",
    "g:groq/x",
  ]);
});

Deno.test("Plan leaves a provider that asked not to be tried again", () => {
  const { plan, skipped } = setting(["openai/y", "groq/x"]);

  assert.deepEqual(all(plan, { otherModel: false, otherProvider: true }), [
    "a:openai/m",
    "g:groq/x",
  ]);
  assert.match(skipped[0] ?? "", /openai\/y: Its provider asked/);
});

Deno.test("Plan knows whether there is more, and whether there was ever more than one", () => {
  const single = setting([], [key("openai", "a")]).plan;
  const double = setting([]).plan;
  single.first();
  double.first();

  assert.deepEqual([single.hasMore, single.isSingle], [false, true]);
  assert.deepEqual([double.hasMore, double.isFallback], [true, false]);
});

Deno.test("Plan says when a target stands in", () => {
  const { plan } = setting(["groq/x"], [key("openai", "a"), key("groq", "g")]);

  plan.next(plan.first(), ANY);

  assert.equal(plan.isFallback, true);
});

Deno.test("Plan passes over a resting key", () => {
  const { plan, rest, skipped } = setting();
  rest("openai/m", "a");

  assert.deepEqual(all(plan), ["b:openai/m"]);
  assert.deepEqual(skipped, []);
});

Deno.test("Plan begins with a model that stands in when every key rests, and says why", () => {
  const { plan, rest, skipped } = setting(["groq/x"]);
  rest("openai/m", "a");
  rest("openai/m", "b");

  assert.deepEqual(all(plan), ["g:groq/x"]);
  assert.deepEqual(skipped, ["openai/m: Its key rests (rate_limit)."]);
});

Deno.test("Plan tries the least recently failed key, and that one only, when all rest", () => {
  const { plan, rest, skipped } = setting(["groq/x"]);
  rest("openai/m", "b");
  rest("openai/m", "a");
  rest("groq/x", "g");

  assert.deepEqual(all(plan), ["b:openai/m"]);
  assert.deepEqual(skipped, ["groq/x: Its key rests (rate_limit)."]);
  assert.equal(plan.isSingle, false, "no reason to insist");
});

Deno.test("Plan refuses while every provider asked for a long rest, and says until when", () => {
  const { plan, rest } = setting(["groq/x"]);
  rest("openai/m", "a", { retryAfterMs: 100_000 });
  rest("openai/m", "b", { retryAfterMs: 60_000 });
  rest("groq/x", "g", { retryAfterMs: 90_000 });

  assert.throws(() => plan.first(), (thrown) => {
    flowError("provider_rests", /Try again in 60 s/)(thrown);
    assert.equal((thrown as { headers?: Record<string, string> }).headers?.["retry-after"], "60");
    return true;
  });
});

Deno.test("Plan calls it overload when a provider did", () => {
  const { plan, rest } = setting([], [key("openai", "a")]);
  rest("openai/m", "a", { kind: "overloaded", retryAfterMs: 60_000 });

  assert.throws(() => plan.first(), flowError("provider_overloaded"));
});

Deno.test("Plan does not go elsewhere because a provider is not set up", () => {
  const { plan } = setting(["groq/x"], [key("groq", "g")]);

  assert.throws(() => plan.first(), flowError("provider_not_configured"));
});

Deno.test("Plan passes over what stands in but cannot be used, and what is the same", () => {
  const { plan, skipped } = setting(["nobody/x", "mistral/x", "openai/m", "groq/x"]);

  assert.deepEqual(all(plan), ["a:openai/m", "b:openai/m", "g:groq/x"]);
  assert.match(skipped[0] ?? "", /nobody\/x: The model 'nobody\/x' is not known/);
  assert.match(skipped[1] ?? "", /mistral\/x: There is no key for Mistral/);
});

Deno.test("Plan works without a key where none is needed", () => {
  const { plan } = setting(["groq/x"], [key("groq", "g")], "ollama/llama");

  assert.deepEqual(all(plan), ["-:ollama/llama", "g:groq/x"]);
});
