import assert from "node:assert/strict";
import { Secret } from "../../../lib/domain/secret.ts";
import type { FailureKind } from "../../../lib/gateway/failure.ts";
import type { KeyHealth } from "../../../lib/gateway/key_health.ts";
import type { Target } from "../../../lib/gateway/target.ts";
import { HandClock } from "../../support/hand_clock.ts";
import { failure, keyHealth, targetOf } from "../../support/key_health.ts";

const SECRET = new Secret("sk-one");
const TARGET = targetOf({ id: "k", label: "main", secret: SECRET }, "m");
const OTHER_MODEL = targetOf({ id: "k", label: "main", secret: SECRET }, "other");

function subject() {
  const clock = new HandClock();
  const said: string[] = [];
  return { clock, said, health: keyHealth(clock, said) };
}

function fail(health: KeyHealth, target: Target, kind: FailureKind, times = 1): void {
  for (let i = 0; i < times; i++) health.failed(health.begin(target), failure(kind));
}

function succeed(health: KeyHealth, target: Target): void {
  const permit = health.begin(target);
  health.answered(permit);
  health.ended(permit, null);
}

Deno.test("KeyHealth takes a key for well until it hears otherwise", () => {
  const { health, said } = subject();

  succeed(health, TARGET);

  assert.equal(health.isUsable(TARGET), true);
  assert.deepEqual(health.list(), []);
  assert.deepEqual(said, []);
});

for (const kind of ["authentication", "quota"] as const) {
  Deno.test(`KeyHealth rests a key for every model after ${kind}, and says it once`, () => {
    const { health, clock, said } = subject();

    fail(health, TARGET, kind, 2);

    assert.equal(health.isUsable(TARGET), false);
    assert.equal(health.isUsable(OTHER_MODEL), false);
    assert.deepEqual(said, ["A provider key is refused and rests"]);
    const restMs = kind === "quota" ? 600_000 : 300_000;
    assert.deepEqual(health.list(), [{
      provider: "openai",
      keyId: "k",
      keyLabel: "main",
      model: null,
      state: "resting",
      reason: kind,
      untilMs: clock.now() + restMs,
    }]);
    clock.advance(restMs);
    assert.equal(health.isUsable(TARGET), true);
    assert.deepEqual(health.list(), []);
  });
}

for (const kind of ["permission", "rate_limit"] as const) {
  Deno.test(`KeyHealth rests a key for one model after ${kind}`, () => {
    const { health } = subject();

    fail(health, TARGET, kind);

    assert.equal(health.isUsable(TARGET), false);
    assert.equal(health.isUsable(OTHER_MODEL), true);
    assert.equal(health.list()[0]?.model, "m");
  });
}

Deno.test("KeyHealth heeds how long a provider asks to be left alone", () => {
  const { health, clock } = subject();
  health.failed(health.begin(TARGET), failure("overloaded", { retryAfterMs: 4000 }));

  clock.advance(3999);
  assert.equal(health.isUsable(TARGET), false);
  clock.advance(1);
  assert.equal(health.isUsable(TARGET), true);
});

Deno.test("KeyHealth ends a rest when a later attempt succeeds, and says so", () => {
  const { health, clock, said } = subject();
  const before = health.begin(TARGET);
  clock.advance(1);
  fail(health, TARGET, "authentication");

  health.answered(before);
  assert.equal(health.isUsable(TARGET), false, "an earlier attempt proves nothing");
  clock.advance(1);
  succeed(health, TARGET);

  assert.equal(health.isUsable(TARGET), true);
  assert.equal(said.at(-1), "A provider key works again");
});

Deno.test("KeyHealth opens a circuit after failures in a row, for one model, and says so once", () => {
  const { health, said, clock } = subject();

  fail(health, TARGET, "server", 5);

  assert.equal(health.isUsable(TARGET), false);
  assert.equal(health.isUsable(OTHER_MODEL), true);
  assert.deepEqual(said, ["A provider keeps failing: its circuit is open"]);
  assert.equal(health.list()[0]?.state, "open");
  clock.advance(10_000);
  assert.equal(health.list()[0]?.state, "half_open");
});

Deno.test("KeyHealth lets one attempt probe, and closes the circuit when its answer begins", () => {
  const { health, said, clock } = subject();
  fail(health, TARGET, "server", 5);
  clock.advance(10_000);

  assert.equal(health.isUsable(TARGET), true);
  const probe = health.begin(TARGET);
  assert.equal(health.isUsable(TARGET), false);
  health.answered(probe);

  assert.equal(health.isUsable(TARGET), true);
  assert.equal(said.at(-1), "A provider works again: its circuit is closed");
  assert.deepEqual(health.list(), []);
});

for (const verdict of ["released", "rate_limit"] as const) {
  Deno.test(`KeyHealth lets another probe in after one that was ${verdict}`, () => {
    const { health, clock } = subject();
    fail(health, TARGET, "server", 5);
    clock.advance(10_000);
    const probe = health.begin(TARGET);

    if (verdict === "released") health.released(probe);
    else health.failed(probe, failure("rate_limit", { retryAfterMs: 0 }));

    assert.equal(health.isUsable(TARGET), true);
  });
}

Deno.test("KeyHealth counts answers that begin well and break off", () => {
  const { health } = subject();

  for (let i = 0; i < 5; i++) {
    const permit = health.begin(TARGET);
    health.answered(permit);
    health.ended(permit, "reset");
  }

  assert.equal(health.isUsable(TARGET), false);
});

Deno.test("KeyHealth does not hold the request's own faults against a key", () => {
  const { health } = subject();

  fail(health, TARGET, "invalid_request", 20);
  fail(health, TARGET, "context_too_long", 20);

  assert.equal(health.isUsable(TARGET), true);
});

Deno.test("KeyHealth forgets a key's past when it is stored anew", () => {
  const { health } = subject();
  fail(health, TARGET, "authentication");

  const renewed = targetOf({ id: "k", secret: new Secret("sk-two") });

  assert.equal(health.isUsable(renewed), true);
  assert.deepEqual(health.list(), []);
});

Deno.test("KeyHealth knows the rest that ends last, and when a target failed last", () => {
  const { health, clock } = subject();
  assert.equal(health.restOf(TARGET), null);
  assert.equal(health.lastFailedMs(TARGET), -Infinity);
  clock.advance(5);

  fail(health, TARGET, "rate_limit");
  fail(health, TARGET, "quota");

  assert.equal(health.restOf(TARGET)?.kind, "quota");
  assert.equal(health.restOf(OTHER_MODEL)?.kind, "quota");
  assert.equal(health.lastFailedMs(TARGET), 5);
});

Deno.test("KeyHealth watches over a provider that works without a key", () => {
  const { health } = subject();
  const target = targetOf(null, "m", { provider: "ollama" });

  fail(health, target, "unreachable", 5);

  assert.equal(health.isUsable(target), false);
  assert.deepEqual([health.list()[0]?.keyId, health.list()[0]?.provider], [null, "ollama"]);
});

Deno.test("KeyHealth tells a bounded number of models apart, since callers name them", () => {
  const { health } = subject();

  for (let i = 0; i < 1000; i++) fail(health, { ...TARGET, upstreamModel: `m${i}` }, "permission");

  assert.equal(health.list().length, 200);
});

Deno.test("KeyHealth forgets a model whose failures are long past", () => {
  const { health, clock } = subject();
  fail(health, TARGET, "server");
  clock.advance(60_000);

  succeed(health, TARGET);

  assert.equal(health.lastFailedMs(TARGET), -Infinity);
});

Deno.test("KeyHealth remembers a key's last failure also when it works again", () => {
  const { clock, health } = subject();

  health.ended(health.begin(TARGET), "It broke off.");
  const permit = health.begin(TARGET);
  health.answered(permit);
  health.ended(permit, null);

  assert.deepEqual(health.lastFailure("k"), {
    atMs: clock.now(),
    model: "m",
    reason: "It broke off.",
  });
  assert.equal(health.lastFailure("other"), null);
});
